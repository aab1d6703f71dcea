// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate.area;

import static java.util.Comparator.comparing;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmId;
import org.lamplighter.correlate.Claim;
import org.lamplighter.correlate.Correlator;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.rule.AreaPolicy;
import org.lamplighter.trouble.Claimant;
import org.lamplighter.trouble.Scope;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One step of a policy that hides alarms: a copy of its state that is changed and then handed back.
 * Used once.
 */
final class InhibitStep {
    private final AreaClock clock;
    private final TreeMap<AlarmId, Tracked> sources;
    private final TreeMap<AlarmId, Tracked> members;
    private AreaPolicy.Inhibit policy;

    InhibitStep(AreaClock clock, Inhibiting state) {
        this.clock = clock;
        this.policy = state.policy();
        this.sources = new TreeMap<>(state.sources());
        this.members = new TreeMap<>(state.members());
    }

    Inhibiting end() {
        return new Inhibiting(policy, sources, members);
    }

    Instant nextDue() {
        Instant due = Instant.MAX;
        boolean hides = members.values().stream().anyMatch(m -> m.isRaised() && m.claimed());
        for (Tracked source : sources.values()) {
            due = CollapseStep.earlier(due, forgetAt(source));
            if (hides && !source.isRaised() && !clock.hasCome(lingersUntil(source))) {
                due = CollapseStep.earlier(due, lingersUntil(source));
            }
        }
        for (Tracked member : members.values()) {
            due = CollapseStep.earlier(due, forgetAt(member));
        }
        return due;
    }

    void runDue() {
        sources.values().removeIf(each -> clock.hasCome(forgetAt(each)));
        members.values().removeIf(each -> clock.hasCome(forgetAt(each)));
        settle("it has been well long enough for the others to report.");
    }

    /** Takes the latest of the policy: what an area hears later stands later in the log. */
    void obey(AreaPolicy.Inhibit latest) {
        policy = latest;
    }

    String onChanged() {
        settle("the policy was changed.");
        return "Looked at once more.";
    }

    String onSource(AlarmEvent alarm) {
        return take(sources, alarm);
    }

    String onMember(AlarmEvent alarm) {
        return take(members, alarm);
    }

    private String take(Map<AlarmId, Tracked> into, AlarmEvent alarm) {
        Tracked known = into.get(alarm.id());
        if (known != null && alarm.rev() <= known.rev()) {
            return "Rev "
                    + alarm.rev()
                    + " of the alarm is not newer than rev "
                    + known.rev()
                    + ".";
        }
        if (known == null && !makeRoom(into)) {
            return "The area has " + AreaCorrelator.MAX_ALARMS + " raised alarms already.";
        }
        into.put(alarm.id(), known == null ? Tracked.of(alarm) : known.showing(alarm));
        String reason = alarm.rule() + ": " + alarm.reason();
        settle(reason);
        return reason;
    }

    private static boolean makeRoom(Map<AlarmId, Tracked> in) {
        if (in.size() < AreaCorrelator.MAX_ALARMS) {
            return true;
        }
        Optional<AlarmId> oldest =
                in.values().stream()
                        .filter(each -> !each.isRaised())
                        .min(comparing(Tracked::decidedAt).thenComparing(Tracked::id))
                        .map(Tracked::id);
        oldest.ifPresent(in::remove);
        return oldest.isPresent();
    }

    String onLeft(DeviceId device) {
        for (Tracked each : List.copyOf(members.values())) {
            if (each.device().equals(device)) {
                findHiding(each)
                        .ifPresent(
                                source -> tell(each, source, false, "it depends on it no longer."));
                members.remove(each.id());
            }
        }
        return "Left.";
    }

    private void settle(String reason) {
        for (Tracked each : List.copyOf(members.values())) {
            Optional<Tracked> source = findHiding(each);
            boolean hidden = source.isPresent() && each.phase() != Tracked.Phase.WITHDRAWN;
            if (hidden != each.claimed()) {
                tell(each, source.orElse(each), hidden, reason);
                members.put(each.id(), each.claimed(hidden));
            }
        }
    }

    private void tell(Tracked member, Tracked source, boolean stands, String reason) {
        Scope device = new Scope.OfDevice(new DeviceId(clock.area.value()));
        clock.claims.add(
                new Claim(
                        member.id(),
                        member.device(),
                        policy.id().value(),
                        new Claimant(source.caseKind(), device),
                        stands,
                        clock.now(),
                        (stands ? "Depends on " : "No longer hidden by ")
                                + clock.area.value()
                                + ": "
                                + reason));
    }

    /**
     * The first alarm of the source that hides a member: one in force, or one that has just
     * cleared. What was hidden to its end stays so: it was never trouble of its own.
     */
    private Optional<Tracked> findHiding(Tracked member) {
        return sources.values().stream()
                .filter(source -> hides(source, member))
                .min(Tracked.BY_RAISING);
    }

    private boolean hides(Tracked source, Tracked member) {
        boolean after = !member.raisedAt().isBefore(source.raisedAt().minus(policy.before()));
        if (source.phase() == Tracked.Phase.WITHDRAWN || !after) {
            return false;
        }
        boolean during = !member.raisedAt().isAfter(lingersUntil(source));
        return source.isRaised()
                || (during && (!member.isRaised() || !clock.hasCome(lingersUntil(source))));
    }

    private Instant lingersUntil(Tracked source) {
        return source.decidedAt().plus(policy.linger());
    }

    /** Beyond the time that it hides others, if it is a source. */
    private Instant forgetAt(Tracked alarm) {
        return alarm.isRaised()
                ? Instant.MAX
                : alarm.decidedAt().plus(Correlator.REMEMBER_FOR).plus(policy.linger());
    }
}
