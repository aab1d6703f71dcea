// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch.egress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

class EgressGuardTest {
    private static final NameResolver NAMES =
            host ->
                    switch (host) {
                        case "dispatch.example.org" ->
                                List.of(InetAddress.getByName("93.184.215.14"));
                        case "mixed.example.org" ->
                                List.of(
                                        InetAddress.getByName("93.184.215.14"),
                                        InetAddress.getByName("10.0.0.1"));
                        case "inside.example.org" -> List.of(InetAddress.getByName("10.1.2.3"));
                        case "gone.example.org" -> throw new UnknownHostException(host);
                        default -> NameResolver.SYSTEM.resolve(host);
                    };

    private final EgressGuard guard = new EgressGuard(List.of(), false, NAMES);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1",
                "http://localhost.",
                "http://localhost:8080/x",
                "http://[::1]",
                "http://[::ffff:127.0.0.1]",
                "http://[::127.0.0.1]",
                "http://[64:ff9b::7f00:1]",
                "http://[2002:7f00:1::]",
                "http://0",
                "http://0x7f000001",
                "http://2130706433",
                "http://127.1",
                "http://0.0.0.0",
                "http://169.254.169.254/latest",
                "http://10.0.0.1",
                "http://172.16.0.1",
                "http://192.168.1.1",
                "http://100.64.0.1",
                "http://224.0.0.1",
                "http://255.255.255.255",
                "http://[fd00::1]",
                "http://[fe80::1]",
                "http://[ff02::1]",
                "file:///etc/passwd",
                "gopher://x",
                "ftp://x",
                "http://user:pw@127.0.0.1",
                "http://user@dispatch.example.org",
                "http://dispatch.example.org#@127.0.0.1",
                "http://dispatch.example.org:22",
                "http://dispatch.example.org:0",
                "http://mixed.example.org",
                "http://gone.example.org",
                "//dispatch.example.org",
                "dispatch.example.org",
                "http://",
                "http:///x",
                ""
            })
    void refuses(String url) {
        assertThat(guard.check(url)).isInstanceOf(EgressGuard.Verdict.Refused.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://10.0.0.1/x | address-refused | the host 10.0.0.1 of the target's url has"
                        + " the address 10.0.0.1, which is not public; name it in"
                        + " dispatch.allow-addresses if events may go there",
                "ftp://x | scheme-refused | the target's url has the scheme \"ftp\"; only http and"
                        + " https are sent to",
                "http://u:p@h | user-info-refused | the target's url carries a user name; events"
                        + " are signed with the target's secret instead, so leave out what stands"
                        + " before the @",
                "http://dispatch.example.org:22 | port-refused | the target's url has the port 22;"
                        + " allowed are 80, 443 and 1024 to 65535",
                "http://gone.example.org | name-unresolved | the host gone.example.org of the"
                        + " target's url does not resolve to an address; check its spelling and the"
                        + " name server",
                "http://a b | url-unreadable | the target's url cannot be read: Illegal character"
                        + " in authority at character 9; give one such as"
                        + " https://dispatch.example.org/events",
                "http://0x7f000001 | name-unresolved | the host 0x7f000001 of the target's url does"
                        + " not resolve to an address; check its spelling and the name server",
            })
    void saysWhy(String url, String fault, String reason) {
        assertThat(guard.check(url))
                .isInstanceOfSatisfying(
                        EgressGuard.Verdict.Refused.class,
                        refused -> {
                            assertThat(refused.fault().text()).isEqualTo(fault);
                            assertThat(refused.reason()).isEqualTo(reason);
                        });
    }

    @Test
    void allowsAPublicAddressAndHoldsTheSenderToIt() {
        assertThat(guard.check("https://dispatch.example.org/events?a=b"))
                .isInstanceOfSatisfying(
                        EgressGuard.Verdict.Allowed.class,
                        allowed ->
                                assertThat(allowed.addresses())
                                        .extracting(
                                                address ->
                                                        address.getAddress().getHostAddress()
                                                                + ":"
                                                                + address.getPort())
                                        .containsExactly("93.184.215.14:443"));
    }

    @Test
    void allowsWhatItIsToldToAndNothingBeside() {
        EgressGuard told =
                new EgressGuard(List.of(AddressRange.parse("10.1.0.0/16")), false, NAMES);

        assertThat(told.check("http://inside.example.org:8080/"))
                .isInstanceOf(EgressGuard.Verdict.Allowed.class);
        assertThat(told.check("http://10.2.0.1/")).isInstanceOf(EgressGuard.Verdict.Refused.class);
    }

    @Test
    void allowsThisMachineOnlyWhereThatIsSaid() {
        EgressGuard local = new EgressGuard(List.of(), true, NAMES);

        assertThat(local.check("http://127.0.0.1:9000/"))
                .isInstanceOf(EgressGuard.Verdict.Allowed.class);
        assertThat(local.check("http://[::1]:9000/"))
                .isInstanceOf(EgressGuard.Verdict.Allowed.class);
        assertThat(local.check("http://10.0.0.1:9000/"))
                .isInstanceOf(EgressGuard.Verdict.Refused.class);
    }

    @Test
    void readsAUrlAtItsLimitAndRefusesOneCharacterMore() {
        String atLimit = "http://dispatch.example.org/";
        atLimit += "x".repeat(EgressGuard.MAX_URL_LENGTH - atLimit.length());

        assertThat(guard.check(atLimit)).isInstanceOf(EgressGuard.Verdict.Allowed.class);
        assertThat(guard.check(atLimit + "x"))
                .isEqualTo(
                        new EgressGuard.Verdict.Refused(
                                DispatchFault.URL_UNREADABLE,
                                "the target's url has 2049 characters; the longest is 2048"));
    }
}
