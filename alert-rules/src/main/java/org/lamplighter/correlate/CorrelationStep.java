// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmId;
import org.lamplighter.alarm.AlarmState;
import org.lamplighter.alarm.CaseKind;
import org.lamplighter.alarm.Severity;
import org.lamplighter.cases.CaseDecision;
import org.lamplighter.correlate.CorrelationPolicy.Join;
import org.lamplighter.correlate.Remembered.Why;
import org.lamplighter.trouble.Claimant;
import org.lamplighter.trouble.Scope;
import org.lamplighter.trouble.Trouble;
import org.lamplighter.trouble.TroubleId;
import org.lamplighter.trouble.TroublePhase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One step of the correlator at work: a copy of the state that is changed and then handed back.
 * Used once.
 */
final class CorrelationStep {
    private final CorrelationPolicy policy;
    private final TreeMap<AlarmId, Member> members;
    private final TreeMap<CaseKind, Episode> episodes;
    private final AlarmMemory memory;
    private final ClaimBook claims;
    private final HeldDecisions decisions;
    private final List<Trouble> effects = new ArrayList<>();
    private final StepClock clock;

    CorrelationStep(CorrelationPolicy policy, CorrelatorState state) {
        this.policy = policy;
        this.members = new TreeMap<>(state.members);
        this.episodes = new TreeMap<>(state.episodes);
        this.memory = new AlarmMemory(state.remembered);
        this.claims = new ClaimBook(state.claims);
        this.decisions = new HeldDecisions(state.decisions);
        this.clock = new StepClock(state.clock, state.lastRev);
    }

    Correlation end(String reason) {
        CorrelatorState next =
                new CorrelatorState(
                        clock.now(),
                        clock.lastRev(),
                        members,
                        episodes,
                        memory.all(),
                        claims.all(),
                        decisions.all());
        return new Correlation(
                next.isEmpty() ? CorrelatorState.EMPTY : next, effects, nextDue(), reason);
    }

    // ---- time

    /** Runs what is due at or before {@code to}, each at its time, and sets the clock. */
    void advance(Instant to) {
        Instant due = nextDue();
        while (due.isBefore(Instant.MAX) && !due.isAfter(to)) {
            clock.moveTo(due);
            runDue();
            due = nextDue();
        }
        clock.moveTo(to);
    }

    private void runDue() {
        memory.forgetDue(clock.now());
        claims.forgetDue(clock.now(), members::containsKey);
        for (Member member : List.copyOf(members.values())) {
            if (clock.hasCome(forgetAt(member))) {
                members.remove(member.alarm().id());
                remember(member.alarm(), Why.OLDER, member.began());
            }
        }
        applyHeld();
        settle(this::whatTimeBrought);
    }

    private String whatTimeBrought(CaseKind kind) {
        return membersOf(kind).stream()
                .filter(member -> !member.hasJoined())
                .min(Member.BY_AGE)
                .map(Member::alarm)
                .map(alarm -> alarm.rule() + ": " + alarm.reason())
                .orElseGet(
                        () ->
                                "All alarms have been clear for "
                                        + inWords(policy.verifyTimeOf(kind))
                                        + ".");
    }

    private Instant nextDue() {
        Instant due = earlier(memory.nextDue(), claims.nextDue(members::containsKey));
        due = earlier(due, decisions.nextDue());
        for (Member each : members.values()) {
            if (!each.hasJoined() && !claims.isClaimed(each)) {
                due = earlier(due, each.readyAt());
            }
            due = earlier(due, forgetAt(each));
        }
        for (var entry : episodes.entrySet()) {
            if (entry.getValue().phase() == TroublePhase.RECOVERED) {
                due = earlier(due, verifiedAt(entry.getKey()));
            }
        }
        return due;
    }

    // ---- alarms

    /** Applies a snapshot and says what became of it. */
    String apply(AlarmEvent alarm) {
        Member member = members.get(alarm.id());
        Optional<Remembered> known = memory.find(alarm.id());
        long rev = member != null ? member.alarm().rev() : known.map(Remembered::rev).orElse(0L);
        if (alarm.rev() <= rev) {
            return "Rev " + alarm.rev() + " of the alarm is not newer than rev " + rev + ".";
        }
        int began = member != null ? member.began() : known.map(Remembered::began).orElse(0);
        if (known.isPresent() && known.get().why() == Why.SPENT) {
            remember(alarm, Why.SPENT, known.get().began());
            return "The desk ended the trouble of this alarm; only another alarm begins the next.";
        }
        if (alarm.state() instanceof AlarmState.Withdrawn) {
            members.remove(alarm.id());
            remember(alarm, Why.WITHDRAWN, began);
        } else if (known.isPresent()
                && known.get().why() == Why.OLDER
                && !(alarm.state() instanceof AlarmState.Raised)) {
            remember(alarm, Why.OLDER, began);
            return "Newer members took the place of this alarm.";
        } else {
            memory.forget(alarm.id());
            members.put(
                    alarm.id(),
                    member != null
                            ? member.showing(alarm)
                            : new Member(
                                    alarm,
                                    alarm.caseKind(),
                                    0,
                                    began,
                                    clock.now().plus(alarm.groupWait())));
        }
        String reason = alarm.rule() + ": " + alarm.reason();
        settle(
                kind ->
                        kind.equals(homeOf(alarm))
                                ? reason
                                : "An alarm now belongs to another trouble, since " + reason);
        applyHeld();
        return reason;
    }

    private void remember(AlarmEvent alarm, Why why, int began) {
        memory.remember(alarm, why, began, clock.now());
    }

    // ---- claims

    /** Applies a claim and says what became of it. */
    String apply(Claim claim) {
        claims.apply(claim, clock.now());
        settle(kind -> claim.reason());
        applyHeld();
        return claim.reason();
    }

    /** When a claimed alarm that is over and never made a trouble is of no more use. */
    private Instant forgetAt(Member member) {
        return member.hasJoined() || member.isRaised() || !claims.isClaimed(member)
                ? Instant.MAX
                : member.alarm().decidedAt().plus(Correlator.REMEMBER_FOR);
    }

    // ---- decisions

    /**
     * Applies a decision, or holds it, and says which. What it ends is told by its rev and not by
     * its trouble's id: after a restore the same alarms may have come together under another id.
     */
    String apply(CaseDecision decision) {
        if (!clock.isPassed(decision.rev())) {
            decisions.hold(decision);
            return "Held until log time has reached the rev that was decided upon.";
        }
        Episode episode = episodes.get(decision.kind());
        if (episode == null
                || !episode.scope().equals(decision.scope())
                || episode.beganRev() > decision.rev()) {
            return "Trouble " + decision.trouble() + " is not open.";
        }
        List<AlarmEvent> spent = new ArrayList<>();
        for (Member member : membersOf(decision.kind())) {
            if (member.hasJoined() && member.joinedRev() <= decision.rev()) {
                spent.add(member.alarm());
                if (decision.outcome() == CaseDecision.Outcome.ABSORBED) {
                    // it is not over: if the claim is given up, it makes a trouble again
                    members.put(member.alarm().id(), member.movedTo(member.home()));
                } else {
                    members.remove(member.alarm().id());
                    remember(member.alarm(), Why.SPENT, member.began());
                }
            }
        }
        episodes.remove(decision.kind());
        String reason = "The desk ended it: " + decision.outcome().text() + ".";
        announce(decision.kind(), episode, TroublePhase.ENDED, clock.nextRev(), spent, reason);
        settle(
                kind ->
                        kind.equals(decision.kind())
                                ? "An alarm came after the desk's decision on the trouble before."
                                : "The trouble that its alarm belonged to was ended.");
        return reason;
    }

    private void applyHeld() {
        decisions.takePassed(clock).forEach(this::apply);
    }

    // ---- what follows from the members

    /** Why a kind's trouble is announced. */
    private interface Reason {
        String of(CaseKind kind);
    }

    /**
     * Finds every member's home, drops the oldest, and announces each trouble that is not as
     * announced.
     */
    private void settle(Reason reason) {
        for (Member member : List.copyOf(members.values())) {
            CaseKind home = homeOf(member.alarm());
            if (!home.equals(member.home())) {
                members.put(member.alarm().id(), member.movedTo(home));
            }
        }
        SortedSet<CaseKind> kinds = new TreeSet<>(episodes.keySet());
        members.values().stream()
                .filter(this::makesTrouble)
                .forEach(member -> kinds.add(member.home()));
        for (CaseKind kind : kinds) {
            settle(kind, reason.of(kind));
        }
    }

    private void settle(CaseKind kind, String reason) {
        Episode episode = episodes.containsKey(kind) ? episodes.get(kind) : begin(kind);
        episode = episode.withOlder(dropOlder(kind));
        episodes.put(kind, episode);
        List<Member> here = membersOf(kind);
        TroublePhase phase = phaseOf(kind, here, episode.older());
        List<Claimant> claimants = claims.claimantsOf(here);
        List<String> announced =
                here.stream().map(each -> each.alarm().id() + "-" + each.alarm().rev()).toList();
        if (episode.beganRev() != 0
                && phase == episode.phase()
                && announced.equals(episode.announced())
                && claimants.equals(episode.claimants())) {
            return;
        }
        long rev = clock.nextRev();
        for (Member member : here) {
            if (member.joinedRev() == 0 || episode.beganRev() == 0) {
                members.put(member.alarm().id(), member.joinedAt(rev));
            }
        }
        Episode next = episode.showing(phase, here, announced, claimants, rev);
        episodes.put(kind, next);
        List<AlarmEvent> alarms = here.stream().map(Member::alarm).toList();
        announce(kind, next, phase, rev, alarms, reason + ending(phase, here, next.older()));
    }

    private Episode begin(CaseKind kind) {
        Member first = membersOf(kind).stream().min(Member.BY_JOINING).orElseThrow();
        AlarmEvent alarm = first.alarm();
        members.put(alarm.id(), first.beginning());
        Scope scope = new Scope.OfDevice(alarm.device());
        return new Episode(
                TroubleId.of(kind, scope, alarm.id(), first.began()),
                scope,
                0,
                TroublePhase.ACTIVE,
                alarm.title(),
                Severity.MINOR,
                Severity.MINOR,
                alarm.deadline(),
                0,
                List.of(),
                List.of());
    }

    private CaseKind homeOf(AlarmEvent alarm) {
        for (Join join : policy.joins()) {
            if (join.concerns(alarm)) {
                boolean begun =
                        members.values().stream()
                                .map(Member::alarm)
                                .anyMatch(
                                        other ->
                                                other.caseKind().equals(join.into())
                                                        && !other.state()
                                                                .raisedAt()
                                                                .isAfter(alarm.state().raisedAt()));
                if (begun) {
                    return join.into();
                }
            }
        }
        return alarm.caseKind();
    }

    private int dropOlder(CaseKind kind) {
        List<Member> cleared =
                membersOf(kind).stream()
                        .filter(member -> !member.isRaised())
                        .sorted(Member.BY_AGE)
                        .toList();
        int drop = Math.max(0, cleared.size() - Correlator.MAX_MEMBERS);
        for (Member member : cleared.subList(0, drop)) {
            members.remove(member.alarm().id());
            remember(member.alarm(), Why.OLDER, member.began());
        }
        return drop;
    }

    private TroublePhase phaseOf(CaseKind kind, List<Member> here, long older) {
        if (here.stream().anyMatch(Member::isRaised)) {
            return TroublePhase.ACTIVE;
        }
        if (here.isEmpty() && older == 0) {
            return TroublePhase.WITHDRAWN;
        }
        return clock.hasCome(verifiedAt(kind))
                ? TroublePhase.CLEAR_VERIFIED
                : TroublePhase.RECOVERED;
    }

    /** When all members will have been clear for the verify time, on log time. */
    private Instant verifiedAt(CaseKind kind) {
        return membersOf(kind).stream()
                .map(member -> member.alarm().decidedAt())
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH)
                .plus(policy.verifyTimeOf(kind));
    }

    private void announce(
            CaseKind kind,
            Episode episode,
            TroublePhase phase,
            long rev,
            List<AlarmEvent> alarms,
            String reason) {
        effects.add(
                new Trouble(
                        episode.id(),
                        kind,
                        episode.scope(),
                        phase,
                        episode.title(),
                        episode.severity(),
                        episode.deadline(),
                        rev,
                        clock.now(),
                        reason,
                        alarms,
                        Trouble.devicesOf(alarms),
                        episode.claimants()));
    }

    private static String ending(TroublePhase phase, List<Member> here, long older) {
        String left = older == 0 ? "" : " " + older + " older cleared alarms are no longer listed.";
        long raised = here.stream().filter(Member::isRaised).count();
        return switch (phase) {
            case ACTIVE ->
                    (here.size() == 1
                                    ? ""
                                    : " " + raised + " of " + here.size() + " alarms are raised.")
                            + left;
            case RECOVERED -> " All alarms are clear." + left;
            case WITHDRAWN -> " No alarm is left.";
            case CLEAR_VERIFIED, ENDED -> left;
        };
    }

    /** The members that are part of the kind's trouble, or begin it. */
    private List<Member> membersOf(CaseKind kind) {
        return members.values().stream()
                .filter(member -> member.home().equals(kind) && makesTrouble(member))
                .toList();
    }

    /**
     * Whether an alarm is part of its kind's trouble: it stays once it has joined; before that it
     * waits for others of its area, unless there is a trouble to join, and while it is claimed.
     */
    private boolean makesTrouble(Member member) {
        return member.hasJoined()
                || (!claims.isClaimed(member)
                        && (episodes.containsKey(member.home())
                                || clock.hasCome(member.readyAt())));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static String inWords(Duration span) {
        Optional<String> minutes =
                span.toSecondsPart() == 0
                        ? Optional.of(span.toMinutes() + " min")
                        : Optional.empty();
        return minutes.orElse(span.toSeconds() + " s");
    }
}
