// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.lamplighter.cloudevent.Json;

class StandingTest {
    @Test
    void whatWasWithdrawnDoesNotStand() {
        Standing standing = new Standing();
        standing.read(alarm("a", "alarm-raised"));
        standing.read(opened("c"));
        standing.read(alarm("a", "alarm-withdrawn"));
        standing.read(Json.object().put("event", "case-withdrawn").put("id", "c"));

        assertThat(standing.comparedWith(new Standing()))
                .isEqualTo(
                        "Without the parameters set: 0 alarms, 0 cases; with them: 0 alarms, 0"
                                + " cases. No alarm and no case differs.");
    }

    @Test
    void aSecondCaseOfOneScopeIsADifference() {
        Standing one = new Standing();
        one.read(opened("c"));
        Standing two = new Standing();
        two.read(opened("c"));
        two.read(opened("d"));

        assertThat(two.comparedWith(one))
                .isEqualTo(
                        """
                        Without the parameters set: 0 alarms, 1 case; with them: 0 alarms, 2 cases.
                          case methane of device:C-1: new\
                        """);
        assertThat(one.comparedWith(two)).endsWith("\n  case methane of device:C-1: gone");
    }

    @Test
    void twentyDifferencesAreToldAndTheRestAreCounted() {
        Standing many = new Standing();
        for (int i = 0; i < Standing.MAX_TOLD; i++) {
            many.read(alarm("a" + i, "alarm-raised"));
        }
        assertThat(many.comparedWith(new Standing()).lines()).hasSize(21);

        many.read(alarm("one more", "alarm-raised"));
        assertThat(many.comparedWith(new Standing()).lines())
                .hasSize(22)
                .endsWith("  and 1 more; compare the outputs of two runs to see them all");
    }

    private static ObjectNode alarm(String id, String event) {
        return Json.object()
                .put("event", event)
                .put("id", id)
                .put("rule", "methane-high")
                .put("device", "C-1")
                .put("raisedAt", "2026-03-01T08:00:00Z");
    }

    private static ObjectNode opened(String id) {
        return Json.object()
                .put("event", "case-opened")
                .put("id", id)
                .put("kind", "methane")
                .put("scope", "device:C-1");
    }
}
