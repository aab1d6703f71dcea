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

    /**
     * A run breaks off, and goes on from a checkpoint of its own: the decisions that it had read
     * since are read again before the alarms they were made upon. The desk keeps what it was told.
     */
    @Property(tries = 2000)
    void decisionsThatRunAheadAfterARestoreEndTheSameEpisodes(
            @ForAll("histories") List<AlarmEvent> any,
            @ForAll Random random,
            @ForAll @IntRange(max = 20) int checkpointAt,
            @ForAll @IntRange(max = 20) int crashAfter) {
        List<AlarmEvent> snapshots = oneInAMillisecond(any);
        int checkpoint = Math.min(checkpointAt, snapshots.size());
        int crash = Math.min(checkpoint + crashAfter, snapshots.size());
        DeskModel desk = new DeskModel();
        CorrelatorState state = CorrelatorState.EMPTY;
        CorrelatorState kept = state;
        int read = 0;
        int keptRead = 0;
        for (int i = 0; i < crash; i++) {
            if (i == checkpoint) {
                kept = state;
                keptRead = read;
            }
            state = desk.take(onAlarm(state, snapshots.get(i)));
            if (random.nextInt(4) == 0) {
                desk.close(random);
            }
            while (read < desk.decisions().size() && random.nextBoolean()) {
                state = desk.take(onDecision(state, desk.decisions().get(read)));
                read++;
            }
        }
        if (checkpoint == crash) {
            kept = state;
            keptRead = read;
        }
        DeskModel other = desk.copy();

        finish(desk, state, read, snapshots.subList(crash, snapshots.size()));
        finish(other, kept, keptRead, snapshots.subList(checkpoint, snapshots.size()));

        assertThat(other.standing()).isEqualTo(desk.standing());
    }

    private static void finish(
            DeskModel desk, CorrelatorState from, int read, List<AlarmEvent> snapshots) {
        CorrelatorState state = from;
        int next = read;
        for (int i = 0; i <= snapshots.size(); i++) {
            while (next < desk.decisions().size()) {
                state = desk.take(onDecision(state, desk.decisions().get(next)));
                next++;
            }
            if (i < snapshots.size()) {
                state = desk.take(onAlarm(state, snapshots.get(i)));
            }
        }
        desk.take(Correlator.DEFAULT.onTime(state, SETTLED));
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
                            each.groupWait(),
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

    /**
     * A desk: it applies only higher revs than it has applied of a kind, attaches a trouble to the
     * open case of its kind or opens one, withdraws it with its trouble, and closes cases at
     * random.
     */
    private static final class DeskModel {
        private final Map<String, Trouble> openByKind = new TreeMap<>();

        /** The highest rev applied to a case, by kind. */
        private final Map<String, Long> revs = new HashMap<>();

        private final Set<String> ended = new TreeSet<>();
        private final List<CaseDecision> decisions = new ArrayList<>();

        CorrelatorState take(Correlation step) {
            step.effects().forEach(this::take);
            return step.next();
        }

        private void take(Trouble trouble) {
            String id = trouble.id().value();
            String kind = trouble.kind().value();
            if (trouble.rev() <= revs.getOrDefault(kind, 0L) || ended.contains(id)) {
                return;
            }
            boolean opens =
                    trouble.phase() != TroublePhase.WITHDRAWN
                            && trouble.phase() != TroublePhase.ENDED;
            if (!openByKind.containsKey(kind) && !opens) {
                return;
            }
            revs.put(kind, trouble.rev());
            openByKind.put(kind, trouble);
            if (trouble.phase() == TroublePhase.WITHDRAWN) {
                end(trouble);
            }
        }

        private void end(Trouble trouble) {
            openByKind.remove(trouble.kind().value());
            ended.add(trouble.id().value());
            decisions.add(Story.decisionOn(trouble, 0));
        }

        /** What it has decided, in order. */
        List<CaseDecision> decisions() {
            return decisions;
        }

        void close(Random random) {
            for (Trouble trouble : List.copyOf(openByKind.values())) {
                if (random.nextBoolean()) {
                    end(trouble);
                }
            }
        }

        DeskModel copy() {
            DeskModel copy = new DeskModel();
            copy.openByKind.putAll(openByKind);
            copy.revs.putAll(revs);
            copy.ended.addAll(ended);
            copy.decisions.addAll(decisions);
            return copy;
        }

        /** The open cases: kind, phase, members. */
        Set<String> standing() {
            return openByKind.values().stream()
                    .map(CorrelatorProperties::words)
                    .collect(Collectors.toSet());
        }
    }
}
