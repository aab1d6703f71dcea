// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.jobs.lane.TestLog.at;

import org.junit.jupiter.api.Test;
import org.lamplighter.correlate.area.AreaCorrelation;
import org.lamplighter.correlate.area.AreaCorrelator;
import org.lamplighter.correlate.area.AreaInput;
import org.lamplighter.correlate.area.AreaInput.News;
import org.lamplighter.correlate.area.AreaState;
import org.lamplighter.rule.AreaPolicy;
import org.lamplighter.rule.ShippedPacks;
import org.lamplighter.trouble.Trouble;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a lane tells the areas of its devices. */
final class LaneAreasTest {
    private static final String COVER = "generic-manhole-cover";
    private static final String LAMP = "generic-streetlight";
    private static final String FULL = "\"overflow\":true";
    private static final String WELL = "\"overflow\":false";

    private final TestLog log = new TestLog(1);

    @Test
    void aDeviceTellsItsAreaOfEachSnapshotOfAnAlarm() {
        log.known("C-1", COVER, main("M3"))
                .known("C-2", COVER)
                .ticks("gw1", at(0), at(20), Duration.ofSeconds(1))
                .frame("gw1", "C-1", at(1), at(1), 1, FULL)
                .frame("gw1", "C-2", at(1), at(1), 1, FULL)
                .frame("gw1", "C-1", at(5), at(5), 2, WELL);

        assertThat(told(Lanes.over(log)))
                .containsExactly(
                        "00:02 area-overflow drainage_main:M3: C-1 raised",
                        "00:15 area-overflow drainage_main:M3: C-1 cleared");
    }

    @Test
    void aDeviceJoinsAnAreaThatCountsItsDevicesAndLeavesItWhenItIsRemoved() {
        log.known("L-1", LAMP, Map.of("feeder", "F2"))
                .ticks("gw1", at(0), at(4), Duration.ofSeconds(1))
                .registered("L-2", LAMP, Map.of("feeder", "F2"), at(1))
                .deleted("L-1", at(2));

        assertThat(told(Lanes.over(log)))
                .containsExactly(
                        "00:00 feeder-outage feeder:F2: L-1 joined",
                        "00:01 feeder-outage feeder:F2: L-2 joined",
                        "00:02 feeder-outage feeder:F2: L-1 left");
    }

    @Test
    void aDeviceThatMovesLeavesOneAreaAndIsHeardInTheOtherFromThenOn() {
        log.known("C-1", COVER, main("M3"))
                .ticks("gw1", at(0), at(20), Duration.ofSeconds(1))
                .frame("gw1", "C-1", at(1), at(1), 1, FULL)
                .registered("C-1", COVER, main("M4"), at(3))
                .frame("gw1", "C-1", at(5), at(5), 2, WELL);

        assertThat(told(Lanes.over(log)))
                .containsExactly(
                        "00:02 area-overflow drainage_main:M3: C-1 raised",
                        "00:03 area-overflow drainage_main:M3: C-1 left",
                        "00:15 area-overflow drainage_main:M4: C-1 cleared");
    }

    @Test
    void aDeviceThatIsRemovedTellsThatItsAlarmIsOverAndThenThatItLeaves() {
        log.known("C-1", COVER, main("M3"))
                .ticks("gw1", at(0), at(5), Duration.ofSeconds(1))
                .frame("gw1", "C-1", at(1), at(1), 1, FULL)
                .deleted("C-1", at(3));

        assertThat(told(Lanes.over(log)))
                .containsExactly(
                        "00:02 area-overflow drainage_main:M3: C-1 raised",
                        "00:03 area-overflow drainage_main:M3: C-1 cleared",
                        "00:03 area-overflow drainage_main:M3: C-1 left");
    }

    @Test
    void aParameterOfAPolicyIsToldWhereTheChangeStandsAndOnlyToTheAreasItConcerns() {
        log.known("C-1", COVER, main("M3"))
                .known("C-2", COVER, main("M4"))
                .ticks("gw1", at(0), at(20), Duration.ofSeconds(1))
                .frame("gw1", "C-1", at(1), at(1), 1, FULL)
                .changed(
                        TestLog.rules(
                                "cover",
                                ShippedPacks.require("cover").yaml(),
                                0,
                                "area:M3=area-overflow.devices=2"),
                        at(3));
        Lanes lanes = Lanes.over(log);

        assertThat(told(lanes))
                .containsExactly(
                        "00:02 area-overflow drainage_main:M3: C-1 raised",
                        "00:03 area-overflow drainage_main:M3: C-1 changed");
        assertThat(lanes.told.getLast().policy())
                .isInstanceOfSatisfying(
                        AreaPolicy.Collapse.class,
                        policy -> assertThat(policy.devices()).isEqualTo(2));
    }

    @Test
    void aLaneThatIsRestoredTellsTheSameAgainAndNoAreaCountsItTwice() {
        for (int cover = 0; cover < 8; cover++) {
            log.known("C-" + cover, COVER, main("M3"))
                    .frame("gw1", "C-" + cover, at(1 + cover), at(1 + cover), 1, FULL);
        }
        for (int lamp = 0; lamp < 4; lamp++) {
            log.known("L-" + lamp, LAMP, Map.of("feeder", "F2"));
        }
        log.ticks("gw1", at(0), at(30), Duration.ofSeconds(1))
                .registered("C-1", COVER, main("M4"), at(11))
                .deleted("C-2", at(12))
                .frame("gw1", "C-3", at(13), at(13), 2, WELL);
        List<LogItem> items = log.routed().getFirst();
        Lanes whole = Lanes.over(log);

        Lanes restored = new Lanes(log.snapshot());
        items.subList(0, items.size() / 2).forEach(restored::apply);
        int before = restored.told.size();
        restored.restore();
        items.subList(items.size() / 2, items.size()).forEach(restored::apply);

        assertThat(before).as("told before the restore").isBetween(10, whole.told.size() - 1);
        assertThat(restored.told).isEqualTo(whole.told);

        List<AreaInput> twice = new ArrayList<>(whole.told);
        twice.addAll(whole.told.subList(before / 2, whole.told.size()));
        Areas once = new Areas(whole.told);
        assertThat(once.states.keySet()).containsExactly("drainage_main:M3", "feeder:F2");
        assertThat(once.troubles).isNotEmpty();
        assertThat(new Areas(twice).states).isEqualTo(once.states);
        assertThat(new Areas(twice).troubles).isEqualTo(once.troubles);
    }

    /** All areas as folds of what they are told. */
    private static final class Areas {
        final Map<String, AreaState> states = new TreeMap<>();
        final List<Trouble> troubles = new ArrayList<>();

        Areas(List<AreaInput> told) {
            for (AreaInput input : told) {
                AreaCorrelation step =
                        AreaCorrelator.DEFAULT.onInput(
                                states.getOrDefault(input.key(), AreaState.EMPTY), input);
                states.put(input.key(), step.next());
                troubles.addAll(step.troubles());
            }
        }
    }

    private static Map<String, String> main(String name) {
        return Map.of("drainage_main", name);
    }

    private static List<String> told(Lanes lanes) {
        return lanes.told.stream()
                .map(
                        input ->
                                input.at().toString().substring(11, 16)
                                        + " "
                                        + input.policy().id()
                                        + " "
                                        + input.key()
                                        + ": "
                                        + input.news().device()
                                        + " "
                                        + news(input.news()))
                .toList();
    }

    private static String news(News news) {
        return switch (news) {
            case News.OfMember(var alarm) -> alarm.state().text();
            case News.OfSource(var alarm) -> "source " + alarm.state().text();
            case News.Joined joined -> "joined";
            case News.Changed changed -> "changed";
            case News.Left left -> "left";
        };
    }
}
