// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate.area;

import static java.util.Comparator.comparing;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmId;
import org.lamplighter.alarm.CaseKind;
import org.lamplighter.cases.CaseDecision;
import org.lamplighter.correlate.Claim;
import org.lamplighter.correlate.Correlator;
import org.lamplighter.correlate.HeldDecisions;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.rule.AreaPolicy;
import org.lamplighter.trouble.Claimant;
import org.lamplighter.trouble.Trouble;
import org.lamplighter.trouble.TroubleId;
import org.lamplighter.trouble.TroublePhase;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One step of a policy that collapses alarms: a copy of its state that is changed and then handed
 * back. Used once.
 */
final class CollapseStep {
    private final AreaClock clock;
    private final TreeSet<DeviceId> registered;
    private final TreeMap<AlarmId, Tracked> alarms;
    private final TreeMap<AlarmId, AlarmEvent> listed;
    private final HeldDecisions decisions;
    private AreaPolicy.Collapse policy;
    private Optional<AreaTrouble> trouble;

    CollapseStep(AreaClock clock, Collapsing state) {
        this.clock = clock;
        this.policy = state.policy();
        this.registered = new TreeSet<>(state.registered());
        this.alarms = new TreeMap<>(state.alarms());
        this.listed = new TreeMap<>(state.listed());
        this.decisions = new HeldDecisions(state.decisions());
        this.trouble = state.trouble();
    }

    Collapsing end() {
        return new Collapsing(policy, registered, alarms, listed, trouble, decisions.all());
    }

    // ---- time

    Instant nextDue() {
        Instant due = decisions.nextDue();
        for (Tracked each : alarms.values()) {
            due = earlier(due, forgetAt(each));
        }
        if (trouble.isPresent()) {
            if (trouble.get().phase() == TroublePhase.RECOVERED) {
                due = earlier(due, verifiedAt());
            }
            if (trouble.get().hasNews()) {
                due = earlier(due, tellAt(trouble.get()));
            }
        }
        return due;
    }

    void runDue() {
        for (Tracked each : List.copyOf(alarms.values())) {
            if (clock.hasCome(forgetAt(each))) {
                forget(each.id());
            }
        }
        applyHeld();
        settle(
                trouble.map(AreaTrouble::hasNews).orElse(false)
                        ? "More alarms came or cleared."
                        : "All alarms have been clear for the verify time.");
    }

    private Instant forgetAt(Tracked alarm) {
        boolean needed = alarm.isRaised() || (trouble.isPresent() && isMember(alarm));
        return needed ? Instant.MAX : alarm.decidedAt().plus(Correlator.REMEMBER_FOR);
    }

    private Instant tellAt(AreaTrouble open) {
        return open.announcedAt().plus(policy.updateEvery());
    }

    // ---- what an area hears

    /** Takes the latest of the policy: what an area hears later stands later in the log. */
    void obey(AreaPolicy.Collapse latest) {
        policy = latest;
    }

    String onMember(AlarmEvent alarm) {
        Tracked known = alarms.get(alarm.id());
        if (known != null && alarm.rev() <= known.rev()) {
            return "Rev "
                    + alarm.rev()
                    + " of the alarm is not newer than rev "
                    + known.rev()
                    + ".";
        }
        Tracked now = known == null ? Tracked.of(alarm) : known.showing(alarm);
        if (known == null && !makeRoom()) {
            return "The area has " + AreaCorrelator.MAX_ALARMS + " raised alarms already.";
        }
        alarms.put(alarm.id(), now);
        list(alarm, now);
        trouble = trouble.map(AreaTrouble::withNews);
        String reason = alarm.device() + ": " + alarm.rule() + ": " + alarm.reason();
        settle(reason);
        applyHeld();
        return reason;
    }

    String onChanged() {
        settle("The policy was changed.");
        return "Looked at once more.";
    }

    String onJoined(DeviceId device) {
        if (registered.size() >= AreaCorrelator.MAX_REGISTERED && !registered.contains(device)) {
            return "The area has " + AreaCorrelator.MAX_REGISTERED + " devices already.";
        }
        registered.add(device);
        settle("Device " + device + " belongs to the area.");
        return "Registered.";
    }

    /** Its alarms stay part of what has been; raised ones are somebody else's from now on. */
    String onLeft(DeviceId device) {
        registered.remove(device);
        for (Tracked each : List.copyOf(alarms.values())) {
            // one that left before is not told once more: its time of leaving stands
            if (each.device().equals(device) && !each.hasLeft()) {
                String reason = "The device no longer belongs to " + clock.area.text() + ".";
                alarms.put(each.id(), claim(each.leftAt(clock.now()), false, reason));
                trouble = trouble.map(AreaTrouble::withNews);
            }
        }
        settle("Device " + device + " no longer belongs to the area.");
        return "Left.";
    }

    private boolean makeRoom() {
        if (alarms.size() < AreaCorrelator.MAX_ALARMS) {
            return true;
        }
        Optional<AlarmId> oldest =
                alarms.values().stream()
                        .filter(each -> !each.isRaised())
                        .min(comparing(Tracked::decidedAt).thenComparing(Tracked::id))
                        .map(Tracked::id);
        oldest.ifPresent(this::forget);
        return oldest.isPresent();
    }

    private void forget(AlarmId id) {
        alarms.remove(id);
        listed.remove(id);
    }

    private void list(AlarmEvent alarm, Tracked tracked) {
        if (!tracked.counts()) {
            listed.remove(alarm.id());
        } else if (listed.containsKey(alarm.id()) || listed.size() < Trouble.MAX_LISTED) {
            listed.put(alarm.id(), alarm);
        }
    }

    // ---- decisions

    boolean leadsTo(CaseKind kind) {
        return policy.caseKind().equals(kind);
    }

    String apply(CaseDecision decision) {
        if (!clock.isPassed(decision.rev())) {
            decisions.hold(decision);
            return "Held until log time has reached the rev that was decided upon.";
        }
        if (trouble.isEmpty() || trouble.get().beganRev() > decision.rev()) {
            return "Trouble " + decision.trouble() + " is not open.";
        }
        AreaTrouble ended = trouble.get();
        List<Tracked> spent =
                alarms.values().stream()
                        .filter(each -> each.hasJoined() && each.joinedRev() <= decision.rev())
                        .toList();
        String reason = "The desk ended it: " + decision.outcome().text() + ".";
        announce(ended.id(), TroublePhase.ENDED, clock.nextRev(), spent, reason);
        spent.forEach(each -> alarms.put(each.id(), each.spent()));
        spent.forEach(each -> listed.remove(each.id()));
        trouble = Optional.empty();
        settle("Alarms came after the desk's decision on the trouble before.");
        return reason;
    }

    private void applyHeld() {
        decisions.takePassed(clock).forEach(this::apply);
    }

    // ---- what follows from the alarms

    private void settle(String reason) {
        List<Tracked> counting =
                alarms.values().stream()
                        .filter(Tracked::counts)
                        .sorted(Tracked.BY_RAISING)
                        .toList();
        int needed =
                trouble.map(AreaTrouble::needed).orElseGet(() -> policy.needed(registered.size()));
        Optional<Instant> start = Sessions.findStart(counting, needed, policy.within());
        claimFrom(start, reason);
        if (start.isEmpty() && trouble.isEmpty()) {
            return;
        }
        List<Tracked> members = alarms.values().stream().filter(this::isMember).toList();
        TroublePhase phase = phaseOf(members);
        if (trouble.isEmpty()) {
            begin(members, phase, needed, reason);
            return;
        }
        AreaTrouble open = trouble.get();
        boolean tell = open.hasNews() && clock.hasCome(tellAt(open));
        if (phase != open.phase() || tell) {
            long rev = clock.nextRev();
            trouble =
                    Optional.of(
                            new AreaTrouble(
                                    open.id(), open.beganRev(), phase, needed, clock.now(), false));
            join(members, phase, rev);
            announce(open.id(), phase, rev, members, reason);
        }
    }

    /**
     * Each alarm from the start of the session on is claimed, also those that are over; if there is
     * no session, none is.
     */
    private void claimFrom(Optional<Instant> start, String reason) {
        for (Tracked each : List.copyOf(alarms.values())) {
            if (each.standing() == Tracked.Standing.COUNTS) {
                boolean belongs =
                        each.counts()
                                && start.isPresent()
                                && !each.raisedAt().isBefore(start.get())
                                && !each.hasLeft();
                alarms.put(each.id(), claim(each, belongs, reason));
            }
        }
    }

    private Tracked claim(Tracked alarm, boolean stands, String reason) {
        if (alarm.claimed() == stands) {
            return alarm;
        }
        String which = policy.caseKind() + " on " + clock.area.text();
        clock.claims.add(
                new Claim(
                        alarm.id(),
                        alarm.device(),
                        policy.id().value(),
                        new Claimant(policy.caseKind(), clock.area),
                        stands,
                        clock.now(),
                        (stands ? "Part of " : "No longer part of ") + which + ". " + reason));
        return alarm.claimed(stands);
    }

    private boolean isMember(Tracked alarm) {
        return alarm.counts() && (alarm.claimed() || (alarm.hasLeft() && alarm.hasJoined()));
    }

    private void begin(List<Tracked> members, TroublePhase phase, int needed, String reason) {
        Tracked first = members.stream().min(Tracked.BY_RAISING).orElseThrow();
        TroubleId id = TroubleId.of(policy.caseKind(), clock.area, first.id(), first.began());
        long rev = clock.nextRev();
        trouble = Optional.of(new AreaTrouble(id, rev, phase, needed, clock.now(), false));
        alarms.put(first.id(), first.beginning());
        join(members, phase, rev);
        announce(id, phase, rev, members, reason);
    }

    /** Members are decided upon by the desk once it has been told of them. */
    private void join(List<Tracked> members, TroublePhase phase, long rev) {
        if (phase == TroublePhase.WITHDRAWN) {
            alarms.replaceAll((id, each) -> each.joinedAt(0));
            return;
        }
        for (Tracked member : members) {
            alarms.computeIfPresent(
                    member.id(), (id, each) -> each.hasJoined() ? each : each.joinedAt(rev));
        }
    }

    private TroublePhase phaseOf(List<Tracked> members) {
        if (members.isEmpty()) {
            return TroublePhase.WITHDRAWN;
        }
        if (members.stream().anyMatch(Tracked::isRaised)) {
            return TroublePhase.ACTIVE;
        }
        return clock.hasCome(verifiedAt()) ? TroublePhase.CLEAR_VERIFIED : TroublePhase.RECOVERED;
    }

    private Instant verifiedAt() {
        return alarms.values().stream()
                .filter(this::isMember)
                .map(Tracked::decidedAt)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH)
                .plus(clock.times.verifyTimeOf(policy.caseKind()));
    }

    private void announce(
            TroubleId id, TroublePhase phase, long rev, List<Tracked> members, String reason) {
        List<AlarmEvent> shown =
                members.stream()
                        .map(member -> Optional.ofNullable(listed.get(member.id())))
                        .flatMap(Optional::stream)
                        .toList();
        List<DeviceId> devices = members.stream().map(Tracked::device).distinct().toList();
        clock.troubles.add(
                new Trouble(
                        id,
                        policy.caseKind(),
                        clock.area,
                        phase,
                        policy.title(),
                        policy.severity(),
                        policy.deadline(),
                        rev,
                        clock.now(),
                        reason + counted(members, devices.size(), shown.size()),
                        shown,
                        devices,
                        List.of()));
    }

    private String counted(List<Tracked> members, int devices, int shown) {
        if (members.isEmpty()) {
            return " Too few alarms are left.";
        }
        long raised = members.stream().filter(Tracked::isRaised).count();
        String text =
                " "
                        + raised
                        + " of "
                        + members.size()
                        + " alarms are raised, on "
                        + devices
                        + " devices of "
                        + clock.area.text()
                        + ".";
        return shown == members.size() ? text : text + " " + shown + " alarms are listed.";
    }

    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
