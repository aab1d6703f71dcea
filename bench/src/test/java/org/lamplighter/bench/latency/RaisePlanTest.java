// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.lamplighter.bench.load.Sender;

import java.nio.charset.StandardCharsets;
import java.util.List;

class RaisePlanTest {
    private static final List<Sender> SENDERS = Sender.numbered(20);

    @Test
    void letsAsManyDevicesRaiseOnceEachAndTellsWhenTheyWereDue() {
        Passages passages = new Passages();
        RaisePlan plan = new RaisePlan(SENDERS, 100, 10, 15, passages);

        int raising = 0;
        for (int frame = 0; frame < 1_000; frame++) {
            String device = SENDERS.get(frame % 20).device();
            byte[] payload = plan.payload(device, frame / 20, 1_000 + frame, frame);
            raising += text(payload).contains("\"ch4\":60,") ? 1 : 0;
        }

        assertThat(raising).isEqualTo(15);
        assertThat(passages.due()).hasSize(15);
        assertThat(passages.due().values()).allMatch(due -> due >= 0 && due < 1_000);
    }

    @Test
    void makesTheSamePayloadAgain() {
        RaisePlan plan = new RaisePlan(SENDERS, 100, 10, 20, new Passages());

        assertThat(text(plan.payload("bench-00001", 7, 1_234, 1)))
                .isEqualTo(text(plan.payload("bench-00001", 7, 1_234, 2)));
    }

    @Test
    void refusesMoreCasesThanDevices() {
        assertThatThrownBy(() -> new RaisePlan(SENDERS, 100, 10, 21, new Passages()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "21 cases need as many devices, and there are 20; ask for more devices or"
                                + " fewer cases a second");
    }

    private static String text(byte[] payload) {
        return new String(payload, StandardCharsets.UTF_8);
    }
}
