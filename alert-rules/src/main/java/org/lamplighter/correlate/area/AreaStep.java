// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate.area;

import org.lamplighter.alarm.RuleId;
import org.lamplighter.cases.CaseDecision;
import org.lamplighter.correlate.CorrelationPolicy;
import org.lamplighter.correlate.area.AreaInput.News;
import org.lamplighter.rule.AreaPolicy;
import org.lamplighter.trouble.Scope;

import java.time.Instant;
import java.util.TreeMap;

/** One step of an area, over all its policies. Used once. */
final class AreaStep {
    private final AreaClock clock;
    private final TreeMap<RuleId, CollapseStep> collapses = new TreeMap<>();
    private final TreeMap<RuleId, InhibitStep> inhibits = new TreeMap<>();

    AreaStep(CorrelationPolicy times, Scope.OfArea area, AreaState state) {
        this.clock = new AreaClock(area, times, state.clock, state.lastRev);
        state.collapses.forEach((id, each) -> collapses.put(id, new CollapseStep(clock, each)));
        state.inhibits.forEach((id, each) -> inhibits.put(id, new InhibitStep(clock, each)));
    }

    AreaCorrelation end(String reason) {
        TreeMap<RuleId, Collapsing> collapsing = new TreeMap<>();
        collapses.forEach((id, each) -> collapsing.put(id, each.end()));
        collapsing.values().removeIf(Collapsing::isEmpty);
        TreeMap<RuleId, Inhibiting> inhibiting = new TreeMap<>();
        inhibits.forEach((id, each) -> inhibiting.put(id, each.end()));
        inhibiting.values().removeIf(Inhibiting::isEmpty);
        AreaState next = new AreaState(clock.now(), clock.lastRev(), collapsing, inhibiting);
        return new AreaCorrelation(
                next.isEmpty() ? AreaState.EMPTY : next,
                clock.troubles,
                clock.claims,
                nextDue(),
                reason);
    }

    /** Runs what is due at or before {@code to}, each at its time, and sets the clock. */
    void advance(Instant to) {
        Instant due = nextDue();
        while (due.isBefore(Instant.MAX) && !due.isAfter(to)) {
            clock.moveTo(due);
            collapses.values().forEach(CollapseStep::runDue);
            inhibits.values().forEach(InhibitStep::runDue);
            due = nextDue();
        }
        clock.moveTo(to);
    }

    private Instant nextDue() {
        Instant due = Instant.MAX;
        for (CollapseStep each : collapses.values()) {
            due = CollapseStep.earlier(due, each.nextDue());
        }
        for (InhibitStep each : inhibits.values()) {
            due = CollapseStep.earlier(due, each.nextDue());
        }
        return due;
    }

    String apply(AreaInput input) {
        return switch (input.policy()) {
            case AreaPolicy.Collapse policy -> {
                CollapseStep step =
                        collapses.computeIfAbsent(
                                policy.id(),
                                id -> new CollapseStep(clock, Collapsing.begun(policy)));
                step.obey(policy);
                yield switch (input.news()) {
                    case News.OfMember(var alarm) -> step.onMember(alarm);
                    case News.OfSource source -> "Nothing hides alarms here.";
                    case News.Joined(var device) -> step.onJoined(device);
                    case News.Changed changed -> step.onChanged();
                    case News.Left(var device) -> step.onLeft(device);
                };
            }
            case AreaPolicy.Inhibit policy -> {
                InhibitStep step =
                        inhibits.computeIfAbsent(
                                policy.id(),
                                id -> new InhibitStep(clock, Inhibiting.begun(policy)));
                step.obey(policy);
                yield switch (input.news()) {
                    case News.OfMember(var alarm) -> step.onMember(alarm);
                    case News.OfSource(var alarm) -> step.onSource(alarm);
                    case News.Joined joined -> "Nothing is counted here.";
                    case News.Changed changed -> step.onChanged();
                    case News.Left(var device) -> step.onLeft(device);
                };
            }
        };
    }

    String apply(CaseDecision decision) {
        String reason = "No policy of this area leads to " + decision.kind() + ".";
        for (CollapseStep each : collapses.values()) {
            if (each.leadsTo(decision.kind())) {
                reason = each.apply(decision);
            }
        }
        return reason;
    }
}
