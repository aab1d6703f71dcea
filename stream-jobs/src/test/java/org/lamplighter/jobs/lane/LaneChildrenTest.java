// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.jobs.lane.Cabinet.LAMP;
import static org.lamplighter.jobs.lane.Cabinet.lamp;
import static org.lamplighter.jobs.lane.TestLog.at;

import org.junit.jupiter.api.Test;
import org.lamplighter.log.Header;
import org.lamplighter.log.LaneAccount;
import org.lamplighter.log.LoggedReading;
import org.lamplighter.log.Topic;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** One frame of a cabinet gives readings of its lamps, each a device of its own. */
final class LaneChildrenTest {
    private static final Duration TICK = Duration.ofSeconds(5);

    private final TestLog log =
            new TestLog(1)
                    .known(Cabinet.profile())
                    .known("box", Cabinet.PROFILE)
                    .knownChild("box", "1", LAMP)
                    .knownChild("box", "2", LAMP);

    @Test
    void sixtyFourLampsOfOneFrameAreSixtyFourDevices() {
        TestLog many = new TestLog(1).known(Cabinet.profile()).known("many", Cabinet.PROFILE);
        byte[][] lamps = new byte[64][];
        for (int lamp = 0; lamp < 64; lamp++) {
            many.knownChild("many", Integer.toString(lamp), LAMP);
            lamps[lamp] = lamp(lamp, true, lamp / 10.0);
        }
        many.ticks("gw1", at(0), at(2), TICK)
                .bytes("gw1", "many", at(1), Cabinet.frame(1, at(1), true, lamps));

        Lanes lanes = Lanes.over(many);

        List<LoggedReading> readings = lanes.readings();
        assertThat(readings).hasSize(65);
        assertThat(readings.getFirst().reading().device().value()).isEqualTo("many");
        assertThat(readings)
                .extracting(LoggedReading::ordinal)
                .containsExactlyElementsOf(IntStream.range(0, 65).boxed().toList());
        assertThat(readings.get(38).reading().device().value()).isEqualTo("many.37");
        assertThat(readings.get(38).reading().points())
                .isEqualTo(
                        Map.of(
                                new PointName("on"),
                                new PointValue.Flag(true),
                                new PointName("current"),
                                new PointValue.Quantity(3.7)));
        assertThat(lanes.notices).isEmpty();
        assertThat(lanes.account()).isEqualTo(new LaneAccount(0, 0, 0, 1, 1, 0, 0, 1, 0, 65, 0, 0));
        assertThat(lanes.records(Topic.READINGS))
                .extracting(TopicRecord::headers)
                .containsOnly(List.of(), List.of(new Header("sender", "many")));
    }

    @Test
    void aLampIsDarkByItself() {
        log.ticks("gw1", at(0), at(16), TICK)
                .bytes("gw1", "box", at(1), Cabinet.ofLamps(1, at(1), lamp(1, true, 0)))
                .bytes(
                        "gw1",
                        "box",
                        at(2),
                        Cabinet.ofLamps(2, at(2), lamp(1, true, 0), lamp(2, true, 0.4)));

        assertThat(Lanes.over(log).standing())
                .containsExactly("lamp-out box.1 2026-11-21T00:11:00Z raised");
    }

    @Test
    void aCopyOfTheFrameIsOneOfAllItsReadings() {
        byte[] frame = Cabinet.frame(1, at(1), true, lamp(1, true, 0.4), lamp(2, true, 0.4));
        log.ticks("gw1", at(0), at(2), TICK)
                .bytes("gw1", "box", at(1), frame)
                .bytes("gw1", "box", at(1.5), frame);

        Lanes lanes = Lanes.over(log);

        assertThat(lanes.readings()).hasSize(3);
        assertThat(lanes.account()).isEqualTo(new LaneAccount(0, 0, 0, 2, 2, 0, 0, 1, 1, 3, 0, 0));
    }

    @Test
    void aFrameThatWaitedForTheProfileOfItsChildrenTooTellsThem() {
        TestLog early =
                new TestLog(1)
                        .known("box", Cabinet.PROFILE)
                        .knownChild("box", "1", Cabinet.PROFILE)
                        .ticks("gw1", at(0), at(1), TICK)
                        .bytes(
                                "gw1",
                                "box",
                                at(0.5),
                                Cabinet.frame(1, at(0.5), true, lamp(1, true, 0.4)))
                        .changed(Cabinet.profile(), at(0.52));

        Lanes lanes = Lanes.over(early);

        assertThat(lanes.readings())
                .extracting(each -> each.reading().device().value())
                .containsExactly("box", "box.1");
        assertThat(lanes.notices).isEmpty();
    }

    @Test
    void whatIsNoChildOfTheSenderIsLeftOutAndCounted() {
        TestLog some =
                log.known("box.3", LAMP)
                        .knownChild("box", "4", "no-such-profile")
                        .disabledChild("box", "2", LAMP, at(0.5))
                        .ticks("gw1", at(0), at(2), TICK)
                        .bytes(
                                "gw1",
                                "box",
                                at(1),
                                Cabinet.ofLamps(
                                        1,
                                        at(1),
                                        lamp(1, true, 0.4),
                                        lamp(2, true, 0.4),
                                        lamp(3, true, 0.4),
                                        lamp(4, true, 0.4),
                                        lamp(9, true, 0.4)));

        Lanes lanes = Lanes.over(some);

        assertThat(lanes.readings())
                .extracting(each -> each.reading().device().value())
                .containsExactly("box.1");
        assertThat(lanes.notices).containsEntry(LaneNotice.CHILD_LEFT_OUT, 4);
        assertThat(lanes.details)
                .containsExactly("CHILD_LEFT_OUT partition 0 offset 14: box.2 is disabled");
        assertThat(lanes.account()).isEqualTo(new LaneAccount(0, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0));
    }

    @Test
    void aChildIsMissedFromItsOwnLastReadingAndTheCabinetIsHeardByAnyFrame() {
        log.ticks("gw1", at(0), at(240), TICK);
        for (int minute = 1; minute < 240; minute += 5) {
            byte[][] lamps =
                    minute < 20
                            ? new byte[][] {lamp(1, true, 0.4), lamp(2, true, 0.4)}
                            : new byte[][] {lamp(1, true, 0.4)};
            log.bytes("gw1", "box", at(minute), Cabinet.ofLamps(minute, at(minute), lamps));
        }

        assertThat(Lanes.over(log).standing())
                .containsExactly("lamp-silent box.2 2026-11-21T02:46:00Z raised");
    }

    @Test
    void aChildThatIsRegisteredLaterBeginsThenAndOneThatIsDeletedEndsThere() {
        log.ticks("gw1", at(0), at(30), TICK)
                .registeredChild("box", "3", LAMP, at(2.5))
                .deleted("box.1", at(15));
        for (int minute = 1; minute < 30; minute += 2) {
            log.bytes(
                    "gw1",
                    "box",
                    at(minute),
                    Cabinet.ofLamps(minute, at(minute), lamp(1, true, 0), lamp(3, true, 0)));
        }

        Lanes lanes = Lanes.over(log);

        assertThat(lanes.standing())
                .containsExactly(
                        "lamp-out box.1 2026-11-21T00:11:00Z 2026-11-21T00:15:00Z",
                        "lamp-out box.3 2026-11-21T00:13:00Z raised");
        assertThat(lanes.notices).containsEntry(LaneNotice.CHILD_LEFT_OUT, 1 + 8);
    }

    @Test
    void theRouterSendsAChangeToTheLaneOfItsKey() {
        TestLog routed =
                new TestLog(1)
                        .registeredChild("box", "1", LAMP, at(0))
                        .deleted("box.1", at(1))
                        .registered("box.1", LAMP, at(2));

        assertThat(routed.routed().getFirst())
                .extracting(LogItem::lane)
                .containsExactly(
                        Lane.of(0, "box"),
                        Lane.of(0, "box.1"),
                        Lane.of(0, "box"),
                        Lane.of(0, "box.1"));
    }

    @Test
    void whoSendsUnderTheNameOfAChildIsUnknownAlsoInItsLane() {
        String child =
                IntStream.range(0, 1_000)
                        .mapToObj(Integer::toString)
                        .filter(name -> Lane.of(0, "box." + name) == Lane.of(0, "box"))
                        .findFirst()
                        .orElseThrow();
        log.knownChild("box", child, LAMP)
                .ticks("gw1", at(0), at(1), TICK)
                .frame("gw1", "box." + child, at(0.1), at(0.1), 1, "\"on\":true")
                .registeredChild("box", child, LAMP, at(0.12));

        Lanes lanes = Lanes.over(log);

        assertThat(lanes.quarantined()).containsExactly("UNKNOWN_DEVICE");
        assertThat(lanes.readings()).isEmpty();
    }

    @Test
    void aReleasedFrameTellsItsChildrenToo() {
        TestLog early =
                new TestLog(1)
                        .known(Cabinet.profile())
                        .knownChild("box", "1", LAMP)
                        .ticks("gw1", at(0), at(1), TICK)
                        .bytes(
                                "gw1",
                                "box",
                                at(0.5),
                                Cabinet.frame(1, at(0.5), true, lamp(1, true, 0.4)))
                        .registered("box", Cabinet.PROFILE, at(0.52));

        Lanes lanes = Lanes.over(early);

        assertThat(lanes.readings()).hasSize(2);
        assertThat(lanes.records(Topic.READINGS).getLast().headers())
                .containsExactly(new Header("released-by", "8/1"), new Header("sender", "box"));
    }
}
