// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.sql.SQLException;

class FailuresTest {
    @Test
    void tellWhoseTurnDidNotComeToComeAgain() {
        Problem problem = Failures.ofException(new ComeAgainException("others are at it"));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(problem.faults())
                .containsExactly(new Fault("server", "others are at it", "send it again later"));
    }

    @Test
    void tellWhoMetADeadlockToSendItAgain() {
        Problem problem =
                Failures.ofException(
                        new IllegalStateException(new SQLException("deadlock detected", "40P01")));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(problem.faults())
                .containsExactly(
                        new Fault(
                                "server",
                                "others were at the same rows of the database",
                                "send it again"));
    }
}
