// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate.area;

import org.lamplighter.cases.CaseDecision;
import org.lamplighter.correlate.CorrelationPolicy;

import java.time.Instant;

/**
 * Makes troubles of areas, and tells their devices' own correlation which alarms are part of them.
 * Every method is a pure function: the same arguments give the same correlation.
 *
 * <p>The trouble of an area begins when alarms of enough distinct devices were raised within the
 * policy's time, and lasts until the desk's decision; alarms that are raised meanwhile join it.
 * Further alarms are told together, so that a storm is one case with few updates. What is due at or
 * before an input's log time runs first, and carries the time it was due.
 *
 * <p>Immutable; safe to share between threads.
 */
public final class AreaCorrelator {
    /**
     * The most alarms that an area keeps for one policy; beyond it the oldest that is over goes,
     * and if none is over, the next is not taken in.
     */
    public static final int MAX_ALARMS = 5_000;

    /** The most devices that an area counts for one policy; those beyond are not counted. */
    public static final int MAX_REGISTERED = 20_000;

    /** The correlator with the default policy. */
    public static final AreaCorrelator DEFAULT = new AreaCorrelator(CorrelationPolicy.DEFAULT);

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final CorrelationPolicy times;

    public AreaCorrelator(CorrelationPolicy times) {
        this.times = times;
    }

    /** Something that the area {@link AreaInput#key} hears, of any age and any number of times. */
    public AreaCorrelation onInput(AreaState state, AreaInput input) {
        AreaStep step = new AreaStep(times, input.area(), state);
        step.advance(within(input.at()));
        return step.end(step.apply(input));
    }

    /**
     * A decision of the desk on a trouble of the area, of any age and any number of times. One for
     * a trouble that this state has not come to yet is held until log time has reached its rev.
     */
    public AreaCorrelation onDecision(AreaState state, CaseDecision decision, Instant now) {
        AreaStep step = new AreaStep(times, AreaInput.area(decision.scope().text()), state);
        step.advance(within(now));
        return step.end(step.apply(decision));
    }

    /**
     * Log time has reached {@code logTime} for the area of {@code key}.
     *
     * @throws IllegalArgumentException if the key is no area's
     */
    public AreaCorrelation onTime(AreaState state, String key, Instant logTime) {
        AreaStep step = new AreaStep(times, AreaInput.area(key), state);
        step.advance(within(logTime));
        return step.end("Time passed.");
    }

    /** A reader at the end of its input has no more time, which is told as the end of all time. */
    private static Instant within(Instant time) {
        return time.isAfter(LATEST) ? LATEST : time;
    }
}
