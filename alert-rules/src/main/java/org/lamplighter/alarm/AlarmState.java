// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.alarm;

import java.time.Instant;

/**
 * Where an announced alarm stands. A pending condition is not announced. Times are event times and
 * may be corrected.
 */
public sealed interface AlarmState {
    /** Since when the alarm was raised. */
    Instant raisedAt();

    /** As written in JSON: {@code raised}, {@code cleared}, {@code withdrawn}. */
    default String text() {
        return switch (this) {
            case Raised raised -> "raised";
            case Cleared cleared -> "cleared";
            case Withdrawn withdrawn -> "withdrawn";
        };
    }

    /** In force. */
    record Raised(Instant raisedAt) implements AlarmState {}

    /** Over. */
    record Cleared(Instant raisedAt, Instant clearedAt) implements AlarmState {}

    /** Announced, but late data showed that it never was. */
    record Withdrawn(Instant raisedAt) implements AlarmState {}
}
