// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lamplighter.alarm.CaseKind;
import org.lamplighter.trouble.Scope;
import org.lamplighter.trouble.TroubleId;

import java.time.Instant;

class CaseDecisionTest {
    private static final CaseDecision CLOSED =
            new CaseDecision(
                    new CaseKind("methane"),
                    Scope.parse("device:C-17"),
                    new TroubleId("00ff"),
                    42,
                    CaseDecision.Outcome.CLOSED,
                    Instant.parse("2026-03-01T08:00:00Z"));

    @Test
    void isKeyedByKindAndScope() {
        assertThat(CLOSED.key()).isEqualTo("methane|device:C-17");
    }

    @Test
    void isWrittenWithItsMembersInOneOrder() {
        assertThat(new String(CLOSED.toJson(), UTF_8))
                .isEqualTo(
                        "{\"kind\":\"methane\",\"scope\":\"device:C-17\",\"trouble\":\"00ff\",\"rev\":42,"
                            + "\"outcome\":\"closed\",\"at\":\"2026-03-01T08:00:00Z\"}");
    }

    @ParameterizedTest
    @EnumSource
    void isReadBackAsItWas(CaseDecision.Outcome outcome) {
        CaseDecision decision =
                new CaseDecision(
                        CLOSED.kind(),
                        Scope.parse("drainage_main:M3"),
                        CLOSED.trouble(),
                        1,
                        outcome,
                        CLOSED.at());

        assertThat(CaseDecision.parse(decision.toJson())).isEqualTo(decision);
    }

    @Test
    void saysWhichMemberIsWrong() {
        assertThatThrownBy(() -> CaseDecision.parse("{\"kind\":\"No\"}".getBytes(UTF_8)))
                .hasMessage(
                        "case decision.kind: case kind \"No\" must be a lower-case letter followed"
                                + " by at most 63 lower-case letters, digits or -");
    }
}
