// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmState;
import org.lamplighter.correlate.Correlation;
import org.lamplighter.correlate.Correlator;
import org.lamplighter.correlate.CorrelatorState;
import org.lamplighter.trouble.Trouble;
import org.lamplighter.trouble.TroublePhase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** P4: order and repetition do not matter. */
final class OrderAndCopiesProperties {
    private static final Correlation BEGIN =
            new Correlation(CorrelatorState.EMPTY, List.of(), Instant.MAX, "nothing heard yet");

    /** After all that a log of these tests can make due. */
    private static final Instant END = Instant.parse("2026-11-22T00:00:00Z");

    @Property(tries = 12)
    void aShuffledLogWithCopiesSettlesOnTheSameAlarmsAndTroubles(
            @ForAll @LongRange(min = 0, max = 1 << 30) long seed) {
        List<TestLog> logs = RandomLog.sortedAndShuffled(seed);

        Lanes sorted = Lanes.over(logs.get(0));
        Lanes shuffled = Lanes.over(logs.get(1));

        assertThat(sorted.standing()).isNotEmpty();
        assertThat(shuffled.standing()).isEqualTo(sorted.standing());
        assertThat(troubles(shuffled)).isEqualTo(troubles(sorted));
        assertThat(shuffled.account().fresh()).isEqualTo(sorted.account().fresh());
    }

    @Property(tries = 4)
    void aFoldMayBeDroppedAfterAnyRecordAndBegunAgainFromItsCells(
            @ForAll @LongRange(min = 0, max = 1 << 30) long seed) {
        TestLog log = RandomLog.eventful(seed, 2);
        Random random = new Random(seed);

        Lanes whole = Lanes.over(log);
        Lanes restarted = new Lanes(log.snapshot());
        for (List<LogItem> partition : log.routed()) {
            for (LogItem item : partition) {
                restarted.apply(item);
                if (random.nextInt(400) == 0) {
                    restarted.restore();
                }
            }
        }

        assertThat(restarted.output).isEqualTo(whole.output);
        assertThat(whole.notices).doesNotContainKey(LaneNotice.DETECTOR_FAILED);
    }

    /** The members of the troubles of a log without decisions, by device and kind. */
    private static Map<String, List<String>> troubles(Lanes lanes) {
        Map<String, Correlation> last = new TreeMap<>();
        Map<String, Trouble> latest = new TreeMap<>();
        for (AlarmEvent alarm : lanes.alarms()) {
            Instant now = alarm.decidedAt();
            Correlation before =
                    passTime(last.getOrDefault(Correlator.keyOf(alarm), BEGIN), now, latest);
            last.put(
                    Correlator.keyOf(alarm),
                    keep(Correlator.DEFAULT.onAlarm(before.next(), alarm, now), latest));
        }
        last.values().forEach(step -> passTime(step, END, latest));
        Map<String, List<String>> members = new TreeMap<>();
        latest.forEach(
                (key, trouble) -> {
                    if (trouble.phase() != TroublePhase.WITHDRAWN) {
                        List<String> alarms = new ArrayList<>();
                        trouble.members().stream()
                                .filter(alarm -> !(alarm.state() instanceof AlarmState.Withdrawn))
                                .forEach(
                                        alarm ->
                                                alarms.add(
                                                        alarm.rule()
                                                                + " "
                                                                + alarm.state().raisedAt()));
                        alarms.sort(null);
                        members.put(key, alarms);
                    }
                });
        return members;
    }

    /** What falls due until {@code now}, such as the end of an alarm's wait for others. */
    private static Correlation passTime(
            Correlation step, Instant now, Map<String, Trouble> latest) {
        Correlation passed = step;
        while (!passed.nextDue().isAfter(now)) {
            Instant due = passed.nextDue();
            passed = keep(Correlator.DEFAULT.onTime(passed.next(), due), latest);
            assertThat(passed.nextDue()).isAfter(due);
        }
        return passed;
    }

    private static Correlation keep(Correlation step, Map<String, Trouble> latest) {
        step.effects()
                .forEach(
                        trouble ->
                                latest.put(trouble.kind() + " " + trouble.scope().text(), trouble));
        return step;
    }
}
