// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.cases.CaseDecision;
import org.lamplighter.trouble.Scope;

import java.time.Duration;
import java.time.Instant;

/**
 * Makes troubles of alarms. Every method is a pure function: the same arguments give the same
 * correlation.
 *
 * <p>An episode of a (kind, scope) begins with the first alarm that no earlier episode has spent,
 * and lasts until the desk's decision; alarms that are raised meanwhile join it. What is due at or
 * before an input's log time runs first, and carries the time it was due.
 *
 * <p>The key is what alarms must share to meet: here the device, whose alarms of all kinds are
 * merged. What its alarms are part of on a larger scale is told to it by claims, see {@link
 * org.lamplighter.correlate.area}.
 *
 * <p>Immutable; safe to share between threads.
 */
public final class Correlator {
    /**
     * The most members kept of an episode, besides raised ones (of which a device has one for each
     * rule at most).
     */
    public static final int MAX_MEMBERS = 64;

    /**
     * The most alarms remembered that are in no episode; beyond it the one to be forgotten first
     * goes.
     */
    public static final int MAX_REMEMBERED = 256;

    /**
     * The most decisions held for troubles that are still to come again after a restore; beyond it
     * the oldest goes.
     */
    public static final int MAX_DECISIONS = 16;

    /** The most alarms whose claims are kept; beyond it those to be forgotten first go. */
    public static final int MAX_CLAIMED = 256;

    /**
     * How long an alarm that is over is remembered: well beyond the lateness bound with any hold.
     */
    public static final Duration REMEMBER_FOR = Duration.ofHours(2);

    /** The correlator with the default policy. */
    public static final Correlator DEFAULT = new Correlator(CorrelationPolicy.DEFAULT);

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final CorrelationPolicy policy;

    public Correlator(CorrelationPolicy policy) {
        this.policy = policy;
    }

    /** The key under which an alarm is correlated. */
    public static String keyOf(AlarmEvent alarm) {
        return new Scope.OfDevice(alarm.device()).text();
    }

    /** The key that a claim concerns. */
    public static String keyOf(Claim claim) {
        return new Scope.OfDevice(claim.device()).text();
    }

    /** The key that a decision concerns. */
    public static String keyOf(CaseDecision decision) {
        return decision.scope().text();
    }

    /**
     * An alarm snapshot, of any age and any number of times.
     *
     * @param now the log time; the snapshot's own decision time and the state's last are taken if
     *     later
     */
    public Correlation onAlarm(CorrelatorState state, AlarmEvent alarm, Instant now) {
        CorrelationStep step = new CorrelationStep(policy, state);
        step.advance(within(later(now, alarm.decidedAt())));
        return step.end(step.apply(alarm));
    }

    /**
     * A decision of the desk, of any age and any number of times. One for a trouble that this state
     * has not come to yet (after a restore, decisions may run ahead of the alarms) is held until
     * log time has reached its rev.
     */
    public Correlation onDecision(CorrelatorState state, CaseDecision decision, Instant now) {
        CorrelationStep step = new CorrelationStep(policy, state);
        step.advance(within(now));
        return step.end(step.apply(decision));
    }

    /**
     * What a policy of an area says of an alarm of this key, known already or not. While a claim
     * stands, the alarm begins no trouble; a trouble that has begun names its claimants.
     */
    public Correlation onClaim(CorrelatorState state, Claim claim) {
        CorrelationStep step = new CorrelationStep(policy, state);
        step.advance(within(claim.at()));
        return step.end(step.apply(claim));
    }

    /** Log time has reached {@code logTime}. */
    public Correlation onTime(CorrelatorState state, Instant logTime) {
        CorrelationStep step = new CorrelationStep(policy, state);
        step.advance(within(logTime));
        return step.end("Time passed.");
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** A reader at the end of its input has no more time, which is told as the end of all time. */
    private static Instant within(Instant time) {
        return time.isAfter(LATEST) ? LATEST : time;
    }
}
