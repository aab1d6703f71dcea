// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import org.lamplighter.evaluate.Episode.Cause;
import org.lamplighter.evaluate.Episode.How;
import org.lamplighter.log.LoggedReading;
import org.lamplighter.rule.RuleBook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

    /**
     * An evaluator with another lateness bound.
     *
     * @param latenessBound at most {@link ServedClocks#MEMORY}
     */
    public Evaluator(Duration latenessBound) {
        if (latenessBound.isNegative() || latenessBound.compareTo(ServedClocks.MEMORY) > 0) {
            throw new IllegalArgumentException(
                    "the lateness bound must be 0 to "
                            + ServedClocks.MEMORY
                            + ", not "
                            + latenessBound);
        }
        this.bound = latenessBound;
    }

    /** Whether a record is late: a function of the record alone. */
    public boolean isLate(Instant logTime, Instant eventTime) {
        return Duration.between(eventTime, logTime).compareTo(bound) > 0;
    }

    /** A device became known at {@code logTime}: from then on it is expected to report. */
    public Transition onRegistered(
            Subject subject, RuleBook book, Instant logTime, ServedTime served) {
        long at = logTime.toEpochMilli();
        long servedAt = served.served(ServedTime.ANY_SOURCE, logTime).toMillis();
        Fold fold =
                new Fold(
                        Long.MIN_VALUE,
                        Long.MIN_VALUE,
                        Latest.NONE,
                        new Heard(at, ServedTime.ANY_SOURCE, servedAt),
                        List.of(),
                        List.of());
        DeviceState state =
                new DeviceState(
                        at,
                        Long.MIN_VALUE,
                        Long.MIN_VALUE,
                        fold,
                        fold,
                        new Sample[0],
                        List.of(),
                        DeviceState.EMPTY.spent());
        return step(state, subject, book, logTime, served).finish(Verdict.CHANGE);
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
        Instant logTime = reading.position().logTime();
        Step step = step(state, subject, book, logTime, served);
        return step.finish(
                step.read(reading, source, isLate(logTime, reading.reading().eventTime())));
    }

    /** A copy or repetition of a reading: it counts as heard and changes nothing else. */
    public Transition onDuplicate(
            DeviceState state,
            Subject subject,
            RuleBook book,
            LoggedReading reading,
            String source,
            ServedTime served) {
        Instant logTime = reading.position().logTime();
        Step step = step(state, subject, book, logTime, served);
        step.hear(reading, source, isLate(logTime, reading.reading().eventTime()));
        return step.finish(Verdict.DUPLICATE);
    }

    /** Log time has reached {@code logTime}: the timers due by then run. */
    public Transition onTime(
            DeviceState state, Subject subject, RuleBook book, Instant logTime, ServedTime served) {
        return step(state, subject, book, logTime, served).finish(Verdict.TIME);
    }

    /**
     * The device, its profile or the rules changed at {@code logTime}. What was evaluated before is
     * final; alarms stay in force under the new rules, and those whose rule no longer applies are
     * cleared. Rules that are new or decide otherwise are evaluated at once on the values in force.
     * Call it for each device that a change may touch; where nothing changes for the device it does
     * no more than {@link #onTime}.
     */
    public Transition onChange(
            DeviceState state,
            Subject before,
            RuleBook bookBefore,
            Subject after,
            RuleBook bookAfter,
            Instant logTime,
            ServedTime served) {
        Step step = step(state, before, bookBefore, logTime, served);
        Plan former = before.plan(bookBefore);
        Plan plan = after.plan(bookAfter);
        if (former.decidesAs(plan)) {
            return step.finish(Verdict.CHANGE);
        }
        long at = step.logTime();
        for (int i = 0; i < former.size(); i++) {
            PlannedRule rule = former.rule(i);
            PlannedRule successor = plan.find(rule.id());
            boolean goesOn = successor != null && successor.isAlike(rule);
            if (!goesOn
                    && step.tip().phase(i) instanceof Phase.Raised(Episode episode, long since)) {
                step.announcer()
                        .end(rule, episode, new Cause(How.RULE_GONE, at, "", List.of()), at);
            }
        }
        step.announcer().settleAllEnded();
        Fold fold = carriedOver(step.tip().freeze(), former, plan, at, served);
        DeviceState carried =
                new DeviceState(
                        at,
                        Math.max(Math.max(state.closed(), at), fold.lastEvent()),
                        at,
                        fold,
                        fold,
                        new Sample[0],
                        step.announcer().announced(),
                        step.announcer().spent());
        Step next = new Step(carried, after, plan, served, bound.toMillis(), at);
        next.decideAgain(former);
        Transition transition = next.finish(Verdict.CHANGE);
        List<org.lamplighter.alarm.AlarmEvent> effects =
                new ArrayList<>(step.announcer().effects());
        effects.addAll(transition.effects());
        return new Transition(
                transition.next(),
                effects,
                transition.nextDue(),
                Verdict.CHANGE,
                transition.foldedEarly());
    }

    private static Fold carriedOver(Fold fold, Plan former, Plan plan, long at, ServedTime served) {
        List<Fold.InPhase> phases = new ArrayList<>();
        for (Fold.InPhase inPhase : fold.phases()) {
            PlannedRule rule = former.find(inPhase.rule());
            PlannedRule successor = plan.find(inPhase.rule());
            if (rule != null && successor != null && successor.isAlike(rule)) {
                phases.add(inPhase);
            }
        }
        boolean firstListens = plan.listens() && !fold.heard().isKnown();
        Heard heard =
                firstListens
                        ? new Heard(
                                at,
                                ServedTime.ANY_SOURCE,
                                served.served(ServedTime.ANY_SOURCE, Instant.ofEpochMilli(at))
                                        .toMillis())
                        : fold.heard();
        return new Fold(
                fold.lastEvent(), at, fold.latest().only(plan.points()), heard, phases, List.of());
    }

    /**
     * The device was removed from the registry: its raised alarms are cleared and nothing is kept.
     */
    public Transition onRemoved(
            DeviceState state, Subject subject, RuleBook book, Instant logTime, ServedTime served) {
        Step step = step(state, subject, book, logTime, served);
        Plan plan = subject.plan(book);
        for (int i = 0; i < plan.size(); i++) {
            if (step.tip().phase(i) instanceof Phase.Raised(Episode episode, long since)) {
                step.announcer()
                        .end(
                                plan.rule(i),
                                episode,
                                new Cause(How.DEVICE_GONE, step.logTime(), "", List.of()),
                                step.logTime());
            }
        }
        return new Transition(
                DeviceState.EMPTY, step.announcer().effects(), Instant.MAX, Verdict.CHANGE, 0);
    }

    private Step step(
            DeviceState state, Subject subject, RuleBook book, Instant logTime, ServedTime served) {
        return new Step(
                state,
                subject,
                subject.plan(book),
                served,
                bound.toMillis(),
                logTime.toEpochMilli());
    }
}
