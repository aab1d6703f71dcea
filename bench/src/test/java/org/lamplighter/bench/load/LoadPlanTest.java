// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.load;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

class LoadPlanTest {
    @Test
    void refusesToLoadAnythingButThisMachine() throws Exception {
        InetAddress elsewhere = InetAddress.getByAddress(new byte[] {10, 0, 0, 1});
        InetSocketAddress target = new InetSocketAddress(elsewhere, 1883);

        assertThatThrownBy(
                        () ->
                                LoadPlan.of(
                                        target,
                                        Sender.numbered(1),
                                        new Pace.Closed(1),
                                        Duration.ofSeconds(1),
                                        PayloadTemplate.parse("{}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the load tool speaks to loopback only, not to 10.0.0.1; run it on the"
                                + " gateway's machine");
    }
}
