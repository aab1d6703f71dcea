// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.lamplighter.gateway.bridge.BridgeConfig;
import org.lamplighter.profile.TopicPattern;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

final class DemoBrokerTest {
    @Test
    void saysInOneLineThatMosquittoIsMissingAndWhatToInstall() {
        assertThat(DemoBroker.LEFT_OUT)
                .isEqualTo(
                        "devices behind a broker are left out, all speak to the gateway directly:"
                                + " mosquitto is not installed; on Debian, apt-get install"
                                + " mosquitto");
    }

    @Test
    void itsBridgeStandsBesideFifteenOfTheUsersOwn() {
        DemoBroker.requireRoom(bridges(15));

        assertThatThrownBy(() -> DemoBroker.requireRoom(bridges(16)))
                .isInstanceOf(StartupException.class)
                .hasMessage(
                        "up --demo adds a bridge to those of gateway.bridges, which has as many as"
                                + " there may be, 16; leave one out, or --demo");
    }

    @Test
    void itsBridgeIsTheOnlyOneOfItsName() {
        assertThatThrownBy(() -> DemoBroker.requireRoom(List.of(bridge("demo"))))
                .isInstanceOf(StartupException.class)
                .hasMessage(
                        "up --demo adds a bridge \"demo\" to those of gateway.bridges, which has"
                                + " one of that name; rename it, or leave --demo out");
    }

    private static List<BridgeConfig> bridges(int count) {
        return IntStream.range(0, count).mapToObj(n -> bridge("city-" + n)).toList();
    }

    private static BridgeConfig bridge(String name) {
        return new BridgeConfig(
                name,
                URI.create("tcp://broker.example:1883"),
                "",
                Optional.empty(),
                "lamplighter",
                new TopicPattern("city/{device}/up"));
    }
}
