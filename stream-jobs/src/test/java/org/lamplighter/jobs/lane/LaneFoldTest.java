// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.jobs.lane.TestLog.at;
import static org.lamplighter.jobs.lane.TestLog.tilt;

import static java.util.Objects.requireNonNull;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.lamplighter.alarm.AlarmState;
import org.lamplighter.log.Change;
import org.lamplighter.log.Header;
import org.lamplighter.log.LaneAccount;
import org.lamplighter.log.Topic;
import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.rule.ShippedPacks;

import java.time.Duration;

final class LaneFoldTest {
    private static final String COVER = "generic-manhole-cover";
    private static final String LAMP = "generic-streetlight";
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestLog log = new TestLog(1);

    @Nested
    final class Frames {
        @Test
        void becomeReadingsAndAlarmsAndAreAccountedFor() {
            log.known("C-1", COVER)
                    .ticks("gw1", at(0), at(3), SECOND)
                    .frame("gw1", "C-1", at(0.5), at(0.5), 1, tilt(20))
                    .frame("gw1", "C-1", at(0.6), at(0.5), 1, tilt(20))
                    .raw("gw1", "C-1", at(0.7), "{");

            Lanes lanes = Lanes.over(log);

            assertThat(lanes.readings()).hasSize(1);
            assertThat(lanes.standing())
                    .containsExactly("cover-displaced C-1 2026-11-21T00:01:30Z raised");
            assertThat(lanes.quarantined()).containsExactly("NOT_JSON");
            assertThat(lanes.account())
                    .isEqualTo(new LaneAccount(0, 0, 0, 3, 2, 1, 0, 1, 1, 1, 0, 0));
        }

        @Test
        void ofForeignHandsAreQuarantinedAndCounted() {
            log.ticks("gw1", at(0), at(1), SECOND).foreign(0, at(0.5));

            Lanes lanes = Lanes.over(log);

            assertThat(lanes.quarantined()).containsExactly("FOREIGN_RECORD");
            assertThat(lanes.account().quarantined()).isEqualTo(1);
            assertThat(lanes.details)
                    .containsExactly(
                            "FOREIGN_RECORD partition 0 offset 31: its header ce_type names no kind"
                                    + " of record of this topic");
        }
    }

    @Nested
    final class UnknownDevices {
        @Test
        void areQuarantinedAfterFiveSecondsOfLogTime() {
            log.ticks("gw1", at(0), at(1), SECOND)
                    .frame("gw1", "C-9", at(0.5), at(0.5), 1, tilt(1));

            Lanes lanes = Lanes.over(log);

            assertThat(lanes.quarantined()).containsExactly("UNKNOWN_DEVICE");
            assertThat(lanes.records(Topic.QUARANTINE).getFirst().headers())
                    .contains(new Header("detail", "the registry knows no device C-9"));
            assertThat(lanes.account())
                    .isEqualTo(new LaneAccount(0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0));
        }

        @Test
        void releaseTheirFramesInOrderOnceKnown() {
            log.ticks("gw1", at(0), at(1), SECOND)
                    .known("C-1", COVER)
                    .frame("gw1", "C-9", at(0.50), at(0.50), 1, tilt(1))
                    .frame("gw1", "C-9", at(0.51), at(0.51), 2, tilt(2))
                    .frame("gw1", "C-1", at(0.52), at(0.52), 1, tilt(3))
                    .registered("C-9", COVER, at(0.55));

            Lanes lanes = Lanes.over(log);

            assertThat(lanes.quarantined()).isEmpty();
            assertThat(
                            lanes.records(Topic.READINGS).stream()
                                    .filter(record -> record.key().equals("C-9"))
                                    .map(TopicRecord::headers))
                    .containsExactly(
                            java.util.List.of(new Header("released-by", "37/0")),
                            java.util.List.of(new Header("released-by", "37/1")));
            assertThat(lanes.account())
                    .isEqualTo(new LaneAccount(0, 0, 0, 3, 3, 0, 0, 3, 0, 3, 0, 0));
        }

        @Test
        void countAsPendingMeanwhileAlsoOverARestore() {
            log.ticks("gw1", at(0), at(0.55), SECOND)
                    .frame("gw1", "C-9", at(0.5), at(0.5), 1, tilt(1));
            Lanes lanes = Lanes.over(log);
            assertThat(lanes.account().pending()).isEqualTo(1);

            lanes.restore();
            new TestLog(1)
                    .ticks("gw1", at(0.55), at(1), SECOND)
                    .routed()
                    .forEach(partition -> partition.forEach(lanes::apply));

            assertThat(lanes.quarantined()).containsExactly("UNKNOWN_DEVICE");
            assertThat(lanes.account().pending()).isZero();
        }

        @Test
        void cannotFillALane() {
            for (int i = 0; i < PendingFrames.MAX_FRAMES + 7; i++) {
                log.frame("gw1", "C-9", at(0.5), at(0.5), i, tilt(1));
            }
            log.tick("gw1", at(0.51));

            Lanes lanes = Lanes.over(log);

            assertThat(lanes.notices).containsEntry(LaneNotice.PENDING_OVERFLOW, 7);
            assertThat(lanes.quarantined()).hasSize(7).containsOnly("UNKNOWN_DEVICE");
            assertThat(lanes.account().pending()).isEqualTo(PendingFrames.MAX_FRAMES);
        }
    }

    @Nested
    final class UnknownProfiles {
        @Test
        void areQuarantinedUnlessTheProfileComes() {
            String yaml = ShippedProfiles.require(COVER).yaml();
            Lanes lanes = new Lanes(RegistrySnapshot.EMPTY);
            log.registered("C-1", COVER, at(0))
                    .ticks("gw1", at(0), at(1), SECOND)
                    .frame("gw1", "C-1", at(0.2), at(0.2), 1, tilt(1))
                    .frame("gw1", "C-1", at(0.5), at(0.5), 2, tilt(1))
                    .changed(TestLog.profile(COVER, yaml, 0), at(0.52));

            log.routed().getFirst().forEach(lanes::apply);

            assertThat(lanes.quarantined()).containsExactly("UNKNOWN_PROFILE");
            assertThat(lanes.readings()).hasSize(1);
        }

        @Test
        void keepTheFormerEditionOfAFaultyOneAndSaySoOnce() {
            log.known("C-1", COVER)
                    .ticks("gw1", at(0), at(1), SECOND)
                    .changed(TestLog.profile(COVER, "id: [", 0), at(0.2))
                    .frame("gw1", "C-1", at(0.5), at(0.5), 1, tilt(1));

            Lanes lanes = Lanes.over(log);

            assertThat(lanes.readings()).hasSize(1);
            assertThat(lanes.notices).containsOnlyKeys(LaneNotice.FAULTY_EDITION);
        }
    }

    @Nested
    final class NoReport {
        private final Duration tick = Duration.ofSeconds(2);

        @Test
        void isRaisedForALampThatFallsSilent() {
            log.known("L-1", LAMP)
                    .ticks("gw1", at(0), at(240), tick)
                    .frame("gw1", "L-1", at(1), at(1), 1, "\"current\":0.4");

            assertThat(Lanes.over(log).standing())
                    .containsExactly("lamp-silent L-1 2026-11-21T02:31:00Z raised");
        }

        @Test
        void isNotRaisedWhileTheGatewayIsAwayForThreeExpectedIntervals() {
            log.known("L-1", LAMP)
                    .ticks("gw1", at(0), at(10), tick)
                    .frame("gw1", "L-1", at(9), at(9), 1, "\"current\":0.4")
                    .ticks("gw1", at(10 + 180), at(10 + 180 + 60), tick)
                    .frame(
                            "gw1",
                            "L-1",
                            at(10 + 180 + 50),
                            at(10 + 180 + 50),
                            2,
                            "\"current\":0.4");

            assertThat(Lanes.over(log).alarms()).isEmpty();
        }

        @Test
        void isRaisedOnceTheGatewayThatWasAwayHasServedTheRestOfTheWait() {
            log.known("L-1", LAMP)
                    .ticks("gw1", at(0), at(10), tick)
                    .frame("gw1", "L-1", at(9), at(9), 1, "\"current\":0.4")
                    .ticks("gw1", at(190), at(190 + 160), tick);

            // 2.5 intervals of 60 min: 63 s up to the outage, whose first 5 s count, the rest after
            assertThat(Lanes.over(log).standing())
                    .containsExactly("lamp-silent L-1 2026-11-21T05:38:57Z raised");
        }

        @Test
        void isNotRaisedForTheDevicesOfOneOfTwoGatewaysThatIsAway() {
            log.known("L-1", LAMP).known("L-2", LAMP).ticks("gw1", at(0), at(240), tick);
            for (int minute = 1; minute < 240; minute += 30) {
                log.frame("gw1", "L-1", at(minute), at(minute), minute, "\"current\":0.4");
            }
            log.ticks("gw2", at(0), at(10), tick)
                    .frame("gw2", "L-2", at(9), at(9), 1, "\"current\":0.4")
                    .ticks("gw2", at(200), at(240), tick)
                    .frame("gw2", "L-2", at(230), at(230), 2, "\"current\":0.4");

            assertThat(Lanes.over(log).alarms()).isEmpty();
        }

        @Test
        void isRaisedForALampThatNeverReported() {
            log.registered("L-1", LAMP, at(5)).ticks("gw1", at(0), at(240), tick);

            assertThat(Lanes.over(log).standing())
                    .containsExactly("lamp-silent L-1 2026-11-21T02:35:00Z raised");
        }
    }

    @Nested
    final class Changes {
        @Test
        void ofAParameterTakeEffectWhereTheyStandAndLoseNothing() {
            log.known("C-1", COVER)
                    .known("C-2", COVER)
                    .ticks("gw1", at(0), at(20), SECOND)
                    .frame("gw1", "C-1", at(1), at(1), 1, tilt(18))
                    .changed(covers("device:C-2=cover-displaced.limit=40"), at(5))
                    .frame("gw1", "C-2", at(6), at(6), 1, tilt(18))
                    .frame("gw1", "C-1", at(6), at(1), 1, tilt(18))
                    .frame("gw1", "C-1", at(7), at(7), 2, tilt(2));

            Lanes lanes = Lanes.over(log);

            assertThat(lanes.standing())
                    .containsExactly(
                            "cover-displaced C-1 2026-11-21T00:02:00Z 2026-11-21T00:17:00Z");
            assertThat(lanes.account().duplicates()).isEqualTo(1);
        }

        @Test
        void ofAParameterDuringAHoldLetTheHoldGoOn() {
            log.known("C-1", COVER)
                    .ticks("gw1", at(0), at(5), SECOND)
                    .frame("gw1", "C-1", at(1), at(1), 1, tilt(18))
                    .changed(covers("device:C-1=cover-displaced.limit=17"), at(1.5));

            assertThat(Lanes.over(log).standing())
                    .containsExactly("cover-displaced C-1 2026-11-21T00:02:00Z raised");
        }

        @Test
        void ofAHoldMoveTheEndOfTheOneThatRuns() {
            log.known("C-1", COVER)
                    .ticks("gw1", at(0), at(5), SECOND)
                    .frame("gw1", "C-1", at(1), at(1), 1, tilt(18))
                    .changed(covers("device:C-1=cover-displaced.hold=3m"), at(1.5));

            assertThat(Lanes.over(log).standing())
                    .containsExactly("cover-displaced C-1 2026-11-21T00:04:00Z raised");
        }

        @Test
        void ofALimitThatTheCoverNoLongerPassesEndTheHold() {
            log.known("C-1", COVER)
                    .ticks("gw1", at(0), at(5), SECOND)
                    .frame("gw1", "C-1", at(1), at(1), 1, tilt(18))
                    .changed(covers("device:C-1=cover-displaced.limit=19"), at(1.5));

            assertThat(Lanes.over(log).standing()).isEmpty();
        }

        private Change covers(String override) {
            ShippedPacks.Shipped pack =
                    ShippedPacks.all().stream()
                            .filter(each -> each.name().equals("cover"))
                            .findFirst()
                            .orElseThrow();
            return TestLog.rules(pack.name(), pack.yaml(), 0, override);
        }

        @Test
        void thatDeleteADeviceClearItsAlarmsAndItsState() {
            log.known("C-1", COVER)
                    .ticks("gw1", at(0), at(10), SECOND)
                    .frame("gw1", "C-1", at(1), at(1), 1, "\"open\":true")
                    .deleted("C-1", at(5));

            Lanes lanes = Lanes.over(log);

            assertThat(lanes.alarms().getLast().state()).isInstanceOf(AlarmState.Cleared.class);
            assertThat(lanes.cells.values())
                    .allSatisfy(
                            cells ->
                                    cells.devices()
                                            .forEach(
                                                    (device, bytes) ->
                                                            assertThat(device).isNull()));
        }

        @Test
        void ofAnOlderVersionAreIgnored() {
            log.known("C-1", COVER).ticks("gw1", at(0), at(1), SECOND);
            Lanes lanes = Lanes.over(log);
            lanes.restore();
            byte[] before =
                    requireNonNull(lanes.cells.get(log.laneOf("C-1")))
                            .devices()
                            .find("C-1")
                            .orElseThrow();

            TestLog older = new TestLog(1);
            older.registered("C-1", LAMP, at(2));
            older.routed().getFirst().forEach(lanes::apply);
            lanes.restore();

            assertThat(requireNonNull(lanes.cells.get(log.laneOf("C-1"))).devices().find("C-1"))
                    .contains(before);
        }
    }

    @Test
    void writesAnUnchangedAccountEveryFiveSecondsAndAChangedOneEverySecond() {
        log.known("C-1", COVER).ticks("gw1", at(0), at(0.5), Duration.ofMillis(500));
        for (int i = 0; i < 10; i++) {
            log.frame("gw1", "C-1", at(0.25).plusMillis(450L * i), at(0.25), i, tilt(1));
        }

        Lanes lanes = Lanes.over(log);
        int lane = log.laneOf("C-1");
        int quiet = (lane + 1) % Lane.PER_PARTITION;

        assertThat(accounts(lanes, quiet)).isEqualTo(6);
        assertThat(accounts(lanes, lane)).isEqualTo(10);
    }

    private static long accounts(Lanes lanes, int lane) {
        return requireNonNull(lanes.output.get(lane)).stream()
                .filter(record -> record.topic() == Topic.ACCOUNTS)
                .count();
    }
}
