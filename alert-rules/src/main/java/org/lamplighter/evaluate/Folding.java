// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import dev.cel.runtime.CelVariableResolver;

import org.lamplighter.alarm.Severity;
import org.lamplighter.evaluate.Episode.Cause;
import org.lamplighter.evaluate.Episode.How;
import org.lamplighter.evaluate.PlannedRule.Timing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A {@link Fold} in the making: samples are applied and timers fired in the order of event time.
 * This is where it is decided when an alarm is raised and cleared, and nowhere else.
 *
 * <p>Used by one thread within one call of the evaluator. Times are in milliseconds.
 */
final class Folding {
    static final long NEVER = Episode.NEVER;

    private final Plan plan;
    private final ServedTime served;

    /** Nothing is raised or cleared before it: the last time the rules of the device changed. */
    private final long floor;

    /**
     * The log time up to which the served clocks may be asked: what they show later is not known
     * yet.
     */
    private long now;

    private final Phase[] phases;
    private long lastEvent;
    private long lastFired;
    private Latest latest;
    private Heard heard;
    private List<Fold.Ended> ended;

    Folding(Fold from, Plan plan, ServedTime served, long floor, long now) {
        this.plan = plan;
        this.served = served;
        this.floor = floor;
        this.now = now;
        this.lastEvent = from.lastEvent();
        this.lastFired = from.lastFired();
        this.latest = from.latest();
        this.heard = from.heard();
        this.ended = from.ended();
        this.phases = new Phase[plan.size()];
        Arrays.fill(phases, Phase.IDLE);
        for (int i = 0; !from.phases().isEmpty() && i < phases.length; i++) {
            phases[i] = from.phaseOf(plan.rule(i).id());
        }
    }

    Fold freeze() {
        List<Fold.InPhase> active = List.of();
        for (int i = 0; i < phases.length; i++) {
            if (!(phases[i] instanceof Phase.Idle)) {
                active = active.isEmpty() ? new ArrayList<>() : active;
                active.add(new Fold.InPhase(plan.rule(i).id(), phases[i]));
            }
        }
        return new Fold(lastEvent, lastFired, latest, heard, active, ended);
    }

    /** Log time has come to {@code time}. */
    void reach(long time) {
        now = time;
    }

    long lastEvent() {
        return lastEvent;
    }

    long lastFired() {
        return lastFired;
    }

    Heard heard() {
        return heard;
    }

    Phase phase(int i) {
        return phases[i];
    }

    /** The episodes of a rule since the fold began, oldest first; the last may still last. */
    List<Episode> episodes(int i) {
        if (ended.isEmpty()) {
            return phases[i] instanceof Phase.Raised(Episode episode, long since)
                    ? List.of(episode)
                    : List.of();
        }
        List<Episode> episodes = new ArrayList<>();
        for (Fold.Ended past : ended) {
            if (past.rule().equals(plan.rule(i).id())) {
                episodes.add(past.episode());
            }
        }
        if (phases[i] instanceof Phase.Raised(Episode episode, long since)) {
            episodes.add(episode);
        }
        return episodes;
    }

    /**
     * Applies a sample in its turn: all before it have been applied, and the timers up to its event
     * time have fired.
     */
    void apply(Sample sample) {
        lastEvent = sample.event();
        apply(sample, sample.event(), sample.event());
    }

    /**
     * Applies a sample.
     *
     * @param at the event time of its values
     * @param heardAt when the device counts as heard by it
     */
    void apply(Sample sample, long at, long heardAt) {
        if (sample.size() > 0) {
            latest = latest.with(sample, at);
        }
        if (plan.listens()) {
            heard = heard.or(heardAt, sample.source(), sample.served());
        }
        for (int i = 0; i < phases.length; i++) {
            PlannedRule rule = plan.rule(i);
            switch (rule.timing()) {
                case Timing.BySilence silence -> {
                    if (phases[i] instanceof Phase.Raised(Episode episode, long since)) {
                        end(
                                i,
                                episode,
                                heardAt,
                                new Cause(How.REPORTED, heardAt, sample.source(), List.of()));
                    }
                }
                case Timing.ByValue timing -> {
                    if (sample.size() > 0 && sample.hasAny(rule.pointNames())) {
                        decide(i, rule, timing, at, true);
                    }
                }
            }
        }
    }

    /**
     * Decides a rule anew from the values in force, without a reading: its parameters have changed.
     */
    void decideAgain(int i, long at) {
        if (plan.rule(i).timing() instanceof Timing.ByValue timing) {
            decide(i, plan.rule(i), timing, at, false);
        }
    }

    private void decide(
            int i, PlannedRule rule, Timing.ByValue timing, long at, boolean isReading) {
        CelVariableResolver values = rule.values(latest);
        boolean raise =
                timing.raise().holds(latest, values) && timing.troubleUntil(at) != Daylight.NONE;
        switch (phases[i]) {
            case Phase.Idle idle -> {
                if (raise) {
                    suspect(i, timing, values, at, new Phase.Pending(at, List.of()), isReading);
                }
            }
            case Phase.Pending pending -> {
                if (raise) {
                    boolean lapsed = at > timing.troubleUntil(pending.since());
                    Phase.Pending since = lapsed ? new Phase.Pending(at, List.of()) : pending;
                    suspect(i, timing, values, at, since, isReading);
                } else {
                    phases[i] = Phase.IDLE;
                }
            }
            case Phase.Raised(Episode episode, long clearSince) -> {
                if (raise || !timing.clear().holds(latest, values)) {
                    stay(i, values, at, episode, NEVER);
                } else if (timing.clearHold() == 0) {
                    end(i, episode, at, new Cause(How.CLEAR, at, "", evidence(rule)));
                } else {
                    stay(
                            i,
                            values,
                            at,
                            episode,
                            clearSince == NEVER ? Math.max(at, episode.raisedAt()) : clearSince);
                }
            }
        }
    }

    private void suspect(
            int i,
            Timing.ByValue timing,
            CelVariableResolver values,
            long at,
            Phase.Pending pending,
            boolean isReading) {
        if (timing.isAtOnce()) {
            raise(i, at, How.AT_ONCE, at, "");
            return;
        }
        for (Check unless : timing.unless()) {
            if (unless.holds(latest, values)) {
                raise(i, at, How.UNLESS, pending.since(), "");
                return;
            }
        }
        List<Long> readings = pending.readings();
        if (timing.times() != Integer.MAX_VALUE && isReading) {
            readings = new ArrayList<>(readings);
            readings.add(at);
            int first = readings.size() - timing.times();
            if (first >= 0
                    && (timing.within() == NEVER || at - readings.get(first) <= timing.within())) {
                raise(i, at, How.COUNTED, readings.get(first), String.valueOf(timing.times()));
                return;
            }
            readings = readings.subList(Math.max(0, first + 1), readings.size());
        }
        phases[i] = new Phase.Pending(pending.since(), readings);
    }

    private void stay(
            int i, CelVariableResolver values, long at, Episode episode, long clearSince) {
        PlannedRule rule = plan.rule(i);
        Severity severity = rule.severity(latest, values);
        Episode now =
                severity == episode.severity()
                        ? episode
                        : episode.staged(
                                severity,
                                new Cause(
                                        How.STAGED, at, episode.severity().text(), evidence(rule)));
        phases[i] = new Phase.Raised(now, clearSince);
    }

    private void raise(int i, long at, How how, long since, String detail) {
        PlannedRule rule = plan.rule(i);
        Cause cause = new Cause(how, since, detail, evidence(rule));
        Severity severity = rule.severity(latest, rule.values(latest));
        phases[i] = new Phase.Raised(Episode.begun(Math.max(at, floor), cause, severity), NEVER);
    }

    private void end(int i, Episode episode, long at, Cause cause) {
        phases[i] = Phase.IDLE;
        ended = new ArrayList<>(ended);
        ended.add(new Fold.Ended(plan.rule(i).id(), episode.ended(Math.max(at, floor), cause)));
    }

    private List<org.lamplighter.alarm.Evidence> evidence(PlannedRule rule) {
        return latest.evidence(rule.points());
    }

    /** When the first timer is due at or before {@code limit}; {@link #NEVER} if none is. */
    long firstDue(long limit) {
        long first = NEVER;
        for (int i = 0; i < phases.length; i++) {
            long due = due(i, limit);
            if (due <= limit && due < first) {
                first = due;
            }
        }
        return first;
    }

    /** Fires all timers due at or before {@code limit}, each at its time. */
    void advance(long limit) {
        for (long due = firstDue(limit); due != NEVER; due = firstDue(limit)) {
            fire(due);
        }
    }

    /** Fires the timers that are due at {@code due}, which is the first. */
    void fire(long due) {
        for (int i = 0; i < phases.length; i++) {
            if (due(i, due) == due) {
                fire(i, due);
            }
        }
        lastFired = due;
    }

    private void fire(int i, long due) {
        PlannedRule rule = plan.rule(i);
        switch (phases[i]) {
            case Phase.Pending pending -> raise(i, due, How.HELD, pending.since(), "");
            case Phase.Raised(Episode episode, long since) ->
                    end(i, episode, due, new Cause(How.CLEAR_HELD, since, "", evidence(rule)));
            case Phase.Idle idle -> {
                Severity severity = rule.severity(latest, rule.values(latest));
                Cause cause = new Cause(How.SILENT, heard.at(), heard.source(), List.of());
                phases[i] =
                        new Phase.Raised(
                                Episode.begun(Math.max(due, floor), cause, severity), NEVER);
            }
        }
    }

    /**
     * When a rule's timer is due, exactly if that is at or before {@code limit}; else some time
     * after it.
     */
    private long due(int i, long limit) {
        return switch (plan.rule(i).timing()) {
            case Timing.ByValue timing ->
                    switch (phases[i]) {
                        case Phase.Idle idle -> NEVER;
                        case Phase.Pending pending -> heldAt(timing, pending);
                        case Phase.Raised(Episode episode, long since) ->
                                since == NEVER
                                        ? NEVER
                                        : Math.max(since + timing.clearHold(), floor);
                    };
            case Timing.BySilence silence ->
                    phases[i] instanceof Phase.Idle ? silentDue(silence.limit(), limit) : NEVER;
        };
    }

    /** When a condition will have held for long enough; never if its time is over before. */
    private long heldAt(Timing.ByValue timing, Phase.Pending pending) {
        if (timing.hold() == NEVER) {
            return NEVER;
        }
        long held = pending.since() + timing.hold();
        return held > timing.troubleUntil(pending.since()) ? NEVER : Math.max(held, floor);
    }

    private long silentDue(long silence, long limit) {
        // a served clock never runs faster than log time, so this often saves asking it
        if (!heard.isKnown()
                || heard.served() == Sample.UNRESOLVED
                || heard.at() + silence > Math.min(limit, now)) {
            return NEVER;
        }
        Instant reached =
                served.reached(heard.source(), Duration.ofMillis(heard.served() + silence));
        if (reached.equals(Instant.MAX)) {
            return NEVER;
        }
        long due = Math.max(Math.max(reached.toEpochMilli(), floor), heard.at());
        return due <= now ? due : NEVER;
    }

    private long served(String source, long at) {
        return served.served(source, Instant.ofEpochMilli(at)).toMillis();
    }

    /** A time before which no timer is due, given that all up to {@code now} have fired. */
    long nextDue(long now) {
        long next = NEVER;
        for (int i = 0; i < phases.length; i++) {
            next =
                    Math.min(
                            next,
                            switch (plan.rule(i).timing()) {
                                case Timing.ByValue timing -> due(i, NEVER);
                                case Timing.BySilence silence ->
                                        phases[i] instanceof Phase.Idle && heard.isKnown()
                                                ? silentNotBefore(silence.limit(), now)
                                                : NEVER;
                            });
        }
        return next;
    }

    private long silentNotBefore(long silence, long now) {
        if (heard.at() + silence > now || heard.served() == Sample.UNRESOLVED) {
            return heard.at() + silence;
        }
        long rest = heard.served() + silence - served(heard.source(), now);
        return now + Math.max(1, rest);
    }

    /**
     * Asks the served clock what it showed when the device was last heard, now that log time has
     * come that far.
     */
    void resolve(long logTime) {
        if (heard.isKnown() && heard.served() == Sample.UNRESOLVED && heard.at() <= logTime) {
            heard = new Heard(heard.at(), heard.source(), served(heard.source(), heard.at()));
        }
    }
}
