// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;

class AddressRangeTest {
    @Test
    void holdsExactlyTheAddressesThatShareItsPrefix() throws Exception {
        AddressRange range = AddressRange.parse("172.16.0.0/12");

        assertThat(range.contains(InetAddress.getByName("172.16.0.0"))).isTrue();
        assertThat(range.contains(InetAddress.getByName("172.31.255.255"))).isTrue();
        assertThat(range.contains(InetAddress.getByName("172.32.0.0"))).isFalse();
        assertThat(range.contains(InetAddress.getByName("172.15.255.255"))).isFalse();
        assertThat(range.contains(InetAddress.getByName("fd00::1"))).isFalse();
    }

    @Test
    void aBareAddressIsABlockOfOne() throws Exception {
        assertThat(AddressRange.parse("fd00::1").contains(InetAddress.getByName("fd00::1")))
                .isTrue();
        assertThat(AddressRange.parse("fd00::1").contains(InetAddress.getByName("fd00::2")))
                .isFalse();
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> AddressRange.parse("10.0.0.0/33"))
                .hasMessage(
                        "address range \"10.0.0.0/33\" must have a prefix of 0 to 32 after the /,"
                                + " such as 10.1.0.0/16");
        assertThatThrownBy(() -> AddressRange.parse("example.org"))
                .hasMessage(
                        "address range \"example.org\" must begin with an IPv4 or IPv6 address,"
                                + " such as 10.1.0.0/16");
        assertThatThrownBy(() -> AddressRange.parse("300.0.0.1"))
                .hasMessage(
                        "address range \"300.0.0.1\" must begin with an IPv4 or IPv6 address, such"
                                + " as 10.1.0.0/16");
    }
}
