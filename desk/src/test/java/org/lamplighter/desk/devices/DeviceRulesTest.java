// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.devices;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.desk.rest.Fault;

import java.util.Optional;
import java.util.function.IntFunction;

/** Each bound of a device at its limit and one past it. */
class DeviceRulesTest {
    @Test
    void aTokenHas16To256Characters() {
        IntFunction<Optional<Fault>> token = n -> DeviceRules.token("token", "t".repeat(n));
        assertThat(token.apply(16)).isEmpty();
        assertThat(token.apply(256)).isEmpty();
        assertThat(token.apply(15).map(Fault::toString))
                .contains(
                        "token: a token must be 16 to 256 printable ASCII characters without"
                            + " blanks, but this one has 15 characters; give a longer random token,"
                            + " or none and take the one that is made");
        assertThat(token.apply(257)).isPresent();
    }

    @Test
    void aPskHas16To64Bytes() {
        IntFunction<Optional<Fault>> psk = n -> DeviceRules.psk("psk", "0f".repeat(n));
        assertThat(psk.apply(16)).isEmpty();
        assertThat(psk.apply(64)).isEmpty();
        assertThat(psk.apply(15)).isPresent();
        assertThat(psk.apply(65).map(Fault::toString))
                .contains(
                        "psk: a psk must be 32 to 128 hexadecimal digits (16 to 64 bytes), but this"
                            + " one has 130 characters; give it in hexadecimal, or none and take"
                            + " the one that is made");
    }

    @Test
    void aNameHas200Characters() {
        assertThat(DeviceRules.name("name", "n".repeat(200))).isEmpty();
        assertThat(DeviceRules.name("name", "n".repeat(201))).isPresent();
    }

    @Test
    void aDeviceHas32TagsOf64CharactersAnd64AttributesOf512() {
        assertThat(DeviceRules.tagCount("tags", 32)).isEmpty();
        assertThat(DeviceRules.tagCount("tags", 33)).isPresent();
        assertThat(DeviceRules.tag("tags", "t".repeat(64))).isEmpty();
        assertThat(DeviceRules.tag("tags", "t".repeat(65))).isPresent();
        assertThat(DeviceRules.attributeCount("attributes", 64)).isEmpty();
        assertThat(DeviceRules.attributeCount("attributes", 65)).isPresent();
        assertThat(DeviceRules.attributeValue("attributes", "v".repeat(512))).isEmpty();
        assertThat(DeviceRules.attributeValue("attributes", "v".repeat(513))).isPresent();
    }
}
