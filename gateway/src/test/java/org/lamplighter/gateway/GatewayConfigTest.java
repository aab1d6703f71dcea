// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.lamplighter.gateway.bridge.BridgeConfig;
import org.lamplighter.profile.TopicPattern;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

class GatewayConfigTest {
    private static final GatewayConfig DEFAULTS = GatewayConfig.defaults();

    @Test
    void takesANameOf32CharactersAndNoLonger() {
        String longest = "g".repeat(32);
        assertThat(DEFAULTS.withName(longest).name()).isEqualTo(longest);

        assertThatThrownBy(() -> DEFAULTS.withName(longest + "g"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "gateway name \"ggggggggggggggggggggggggggggggggg\" is not 1 to 32 letters,"
                                + " digits, _ or . ; choose another name");
    }

    @Test
    void takesSixteenBridgesAndNoMore() {
        List<BridgeConfig> most = IntStream.range(0, 16).mapToObj(i -> bridge("b" + i)).toList();
        assertThat(DEFAULTS.withBridges(most).bridges()).hasSize(16);
        List<BridgeConfig> tooMany = new ArrayList<>(most);
        tooMany.add(bridge("one-more"));

        assertThatThrownBy(() -> DEFAULTS.withBridges(tooMany))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a gateway has at most 16 bridges, not 17; give the others to another"
                                + " gateway");
        assertThatThrownBy(() -> DEFAULTS.withBridges(List.of(bridge("a"), bridge("a"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("each bridge has a name of its own, but two have the same; rename one");
    }

    private static BridgeConfig bridge(String name) {
        return new BridgeConfig(
                name,
                URI.create("tcp://broker.example:1883"),
                "",
                Optional.empty(),
                "lamplighter",
                new TopicPattern("{device}"));
    }
}
