// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.cases.CaseDecision;
import org.lamplighter.trouble.Trouble;
import org.lamplighter.trouble.TroublePhase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Promise P4 for correlation, and that going back to a checkpoint changes nothing that the desk
 * sees in the end.
 */
class CorrelatorProperties {
    private static final Instant SETTLED = Alarms.at(1_000_000);

    @Property(tries = 500)
    void p4OrderAndCopiesOfSnapshotsDoNotChangeWhatIsSettled(
            @ForAll("histories") List<AlarmEvent> snapshots, @ForAll Random random) {
        List<AlarmEvent> other = new ArrayList<>(snapshots);
        snapshots.forEach(
                snapshot -> other.addAll(Collections.nCopies(random.nextInt(3), snapshot)));
        Collections.shuffle(other, random);

        assertThat(standing(run(other))).isEqualTo(standing(run(snapshots)));
    }

    @Property(tries = 500)
    void decisionsThatRunAheadAfterARestoreEndTheSameEpisodes(
            @ForAll("histories") List<AlarmEvent> any,
            @ForAll Random random,
            @ForAll @IntRange(max = 20) int checkpointAt,
            @ForAll @IntRange(max = 20) int crashAfter) {
        List<AlarmEvent> snapshots = oneInAMillisecond(any);
        DeskModel undisturbed = new DeskModel();
        List<CaseDecision> decisions = new ArrayList<>();
        List<CorrelatorState> states = new ArrayList<>();
        int applied = 0;
        CorrelatorState state = CorrelatorState.EMPTY;
        for (AlarmEvent snapshot : snapshots) {
            states.add(state);
            state = undisturbed.take(onAlarm(state, snapshot));
            if (random.nextInt(4) == 0) {
                decisions.addAll(undisturbed.close(random, decisions));
            }
            while (applied < decisions.size() && random.nextBoolean()) {
                state = undisturbed.take(onDecision(state, decisions.get(applied)));
                applied++;
            }
        }
        for (CaseDecision decision : decisions) {
            state = undisturbed.take(onDecision(state, decision));
        }
        undisturbed.take(Correlator.DEFAULT.onTime(state, SETTLED));

        DeskModel disturbed = new DeskModel();
        int from = Math.min(checkpointAt, snapshots.size());
        state = CorrelatorState.EMPTY;
        for (AlarmEvent snapshot :
                snapshots.subList(0, Math.min(from + crashAfter, snapshots.size()))) {
            state = disturbed.take(onAlarm(state, snapshot));
            for (CaseDecision decision : decisions) {
                if (disturbed.knows(decision)) {
                    state = disturbed.take(onDecision(state, decision));
                }
            }
        }
        state = from < states.size() ? states.get(from) : state;
        for (CaseDecision decision : decisions) {
            state = disturbed.take(onDecision(state, decision));
        }
        for (AlarmEvent snapshot : snapshots.subList(from, snapshots.size())) {
            state = disturbed.take(onAlarm(state, snapshot));
        }
        disturbed.take(Correlator.DEFAULT.onTime(state, SETTLED));

        assertThat(disturbed.standing(decisions)).isEqualTo(undisturbed.standing(decisions));
    }

    private static Correlation onAlarm(CorrelatorState state, AlarmEvent alarm) {
        return Correlator.DEFAULT.onAlarm(state, alarm, alarm.decidedAt());
    }

    private static Correlation onDecision(CorrelatorState state, CaseDecision decision) {
        return Correlator.DEFAULT.onDecision(state, decision, Alarms.START);
    }

    private static List<Trouble> run(List<AlarmEvent> snapshots) {
        List<Trouble> effects = new ArrayList<>();
        CorrelatorState state = CorrelatorState.EMPTY;
        for (AlarmEvent snapshot : snapshots) {
            Correlation step = onAlarm(state, snapshot);
            effects.addAll(step.effects());
            state = CorrelatorStateCodec.decode(CorrelatorStateCodec.encode(step.next()));
        }
        effects.addAll(Correlator.DEFAULT.onTime(state, SETTLED).effects());
        return effects;
    }

    /** The troubles in force at the end: kind, phase, members. */
    private static Set<String> standing(List<Trouble> effects) {
        Map<String, Trouble> latest = new HashMap<>();
        effects.forEach(trouble -> latest.put(trouble.id().value(), trouble));
        return latest.values().stream()
                .filter(trouble -> trouble.phase() != TroublePhase.WITHDRAWN)
                .map(CorrelatorProperties::words)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String words(Trouble trouble) {
        return trouble.kind()
                + " "
                + trouble.phase()
                + trouble.members().stream()
                        .map(member -> " " + member.id() + "=" + member.state())
                        .collect(Collectors.joining());
    }

    /** Alarms with one to three snapshots each, in the order they were decided. */
    @Provide
    Arbitrary<List<AlarmEvent>> histories() {
        Arbitrary<Integer> rules = Arbitraries.integers().between(0, 4);
        Arbitrary<Integer> ends = Arbitraries.integers().between(0, 3);
        Arbitrary<Integer> times = Arbitraries.integers().between(0, 2000);
        return Combinators.combine(rules, ends, times, times, times)
                .as(Plan::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(7)
                .map(CorrelatorProperties::snapshotsOf);
    }

    private static List<AlarmEvent> snapshotsOf(List<Plan> plans) {
        List<AlarmEvent> snapshots = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            plans.get(i).addTo(snapshots, "a" + i);
        }
        snapshots.sort(Comparator.comparing(AlarmEvent::decidedAt));
        return snapshots;
    }

    /**
     * Without silences: one that has to leave a trouble again because that is withdrawn, just while
     * the desk's decision on it is on its way, may be spent or not. And no decision of the desk
     * comes between two alarms of one device in one millisecond.
     */
    private static List<AlarmEvent> oneInAMillisecond(List<AlarmEvent> snapshots) {
        List<AlarmEvent> spread = new ArrayList<>();
        for (AlarmEvent each : snapshots) {
            if (each.rule().value().equals("cover-silent")) {
                continue;
            }
            spread.add(
                    new AlarmEvent(
                            each.id(),
                            each.rule(),
                            each.ruleVersion(),
                            each.device(),
                            each.title(),
                            each.severity(),
                            each.caseKind(),
                            each.deadline(),
                            each.state(),
                            each.rev(),
                            each.decidedAt().plusMillis(spread.size()),
                            each.reason(),
                            each.parameters(),
                            each.evidence()));
        }
        return spread;
    }

    private record Plan(int rule, int end, int one, int two, int three) {
        void addTo(List<AlarmEvent> snapshots, String id) {
            Alarms alarm =
                    switch (rule) {
                        case 0 -> Alarms.opened(id);
                        case 1 -> Alarms.displaced(id);
                        case 2 -> Alarms.silent(id);
                        case 3 -> Alarms.battery(id);
                        default -> Alarms.methane(id);
                    };
            snapshots.add(alarm.raised(one));
            if (end >= 1) {
                snapshots.add(end == 1 ? alarm.withdrawn(one + two) : alarm.cleared(one + two));
            }
            if (end == 3) {
                snapshots.add(alarm.withdrawn(one + two + three));
            }
        }
    }

    /** A desk that applies only higher revs, and closes cases at random. */
    private static final class DeskModel {
        private final Map<String, Trouble> latest = new TreeMap<>();

        CorrelatorState take(Correlation step) {
            for (Trouble trouble : step.effects()) {
                latest.merge(
                        trouble.kind().value(),
                        trouble,
                        (held, offered) -> offered.rev() > held.rev() ? offered : held);
            }
            return step.next();
        }

        List<CaseDecision> close(Random random, List<CaseDecision> before) {
            return open(before)
                    .filter(trouble -> random.nextBoolean())
                    .map(trouble -> Story.decisionOn(trouble, 0))
                    .toList();
        }

        boolean knows(CaseDecision decision) {
            Trouble trouble = latest.get(decision.kind().value());
            return trouble != null
                    && trouble.id().equals(decision.trouble())
                    && trouble.rev() >= decision.rev();
        }

        Set<String> standing(List<CaseDecision> decisions) {
            return open(decisions)
                    .filter(trouble -> trouble.phase() != TroublePhase.WITHDRAWN)
                    .map(CorrelatorProperties::words)
                    .collect(Collectors.toSet());
        }

        /** The troubles that the desk has not ended. */
        private Stream<Trouble> open(List<CaseDecision> decisions) {
            return latest.values().stream()
                    .filter(trouble -> trouble.phase() != TroublePhase.ENDED)
                    .filter(
                            trouble ->
                                    decisions.stream()
                                            .noneMatch(
                                                    each -> each.trouble().equals(trouble.id())));
        }
    }
}
