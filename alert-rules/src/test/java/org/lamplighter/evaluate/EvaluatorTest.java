// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.reading.Mark;
import org.lamplighter.rule.ShippedPacks;

final class EvaluatorTest {
    @Nested
    final class Holds {
        @Test
        void aTiltThatLastsIsRaisedWhenItsHoldEnds() {
            Story.ofCover()
                    .at("10:00")
                    .device("C-1")
                    .reports("tilt", 40)
                    .expectNothing()
                    .until("10:00:59")
                    .expectNothing()
                    .until("10:01")
                    .expect("10:01 cover-displaced raised 10:01 major r1");
        }

        @Test
        void aLorryIsForgotten() {
            Story.ofCover()
                    .at("10:00")
                    .device("C-1")
                    .reports("tilt", 40)
                    .at("10:00:30")
                    .device("C-1")
                    .reports("tilt", 2)
                    .until("11:00")
                    .expectNothing();
        }

        @Test
        void anOverturnedCoverNeedsNoHold() {
            Story.ofCover()
                    .at("10:00")
                    .device("C-1")
                    .reports("tilt", 120)
                    .expect("10:00 cover-displaced raised 10:00 major r1");
        }

        @Test
        void theBackgroundTiltIsNoDisplacement() {
            Story story = new Story(ShippedPacks.book(), "10:00");
            story.rig().register(Story.cover("C-2", "tilt_background", "30"));
            story.at("10:00")
                    .device("C-2")
                    .reports("tilt", 40)
                    .until("10:05")
                    .expectNothing()
                    .at("10:05")
                    .device("C-2")
                    .reports("tilt", 46)
                    .until("10:06")
                    .expect("10:06 cover-displaced raised 10:06 major r1");
        }

        @Test
        void methaneNeedsTwoReadingsOrAMinute() {
            Story.ofCover()
                    .at("10:00")
                    .device("C-1")
                    .reports("ch4", 25)
                    .at("10:00:20")
                    .device("C-1")
                    .reports("ch4", 22)
                    .expect("10:00:20 methane-high raised 10:00:20 major r1");
            Story.ofCover()
                    .at("10:00")
                    .device("C-1")
                    .reports("ch4", 25)
                    .until("10:01")
                    .expect("10:01 methane-high raised 10:01 major r1");
        }

        @Test
        void muchMethaneNeedsNothing() {
            Story.ofCover()
                    .at("10:00")
                    .device("C-1")
                    .reports("ch4", 50)
                    .expect("10:00 methane-high raised 10:00 critical r1");
        }

        @Test
        void aReadingInBetweenThatIsWellStartsTheCountAgain() {
            Story.ofCover()
                    .at("10:00")
                    .device("C-1")
                    .reports("battery", 10)
                    .at("11:00")
                    .device("C-1")
                    .reports("battery", 16)
                    .at("12:00")
                    .device("C-1")
                    .reports("battery", 10)
                    .expectNothing()
                    .at("13:00")
                    .device("C-1")
                    .reports("battery", 9)
                    .expect("13:00 battery-low raised 13:00 minor r1");
        }

        @Test
        void aTimerFiresBeforeTheRecordThatComesAtItsTime() {
            Story.ofCover()
                    .at("10:00")
                    .device("C-1")
                    .reports("tilt", 40)
                    .at("10:01")
                    .device("C-1")
                    .reports("tilt", 2)
                    .expect("10:01 cover-displaced raised 10:01 major r1")
                    .until("10:11")
                    .expect("10:11 cover-displaced cleared 10:01-10:11 major r2");
        }
    }

    @Nested
    final class Clears {
        @Test
        void betweenTheTwoThresholdsNothingChanges() {
            Story.ofCover()
                    .at("10:00")
                    .device("C-1")
                    .reports("tilt", 95)
                    .expect("10:00 cover-displaced raised 10:00 major r1")
                    .at("10:10")
                    .device("C-1")
                    .reports("tilt", 12)
                    .until("11:00")
                    .expectNothing()
                    .at("11:00")
                    .device("C-1")
                    .reports("tilt", 9)
                    .until("11:10")
                    .expect("11:10 cover-displaced cleared 10:00-11:10 major r2");
        }

        @Test
        void whatIsNotWellForTheWholeClearHoldGoesOn() {
            Story.ofCover()
                    .at("10:00")
                    .device("C-1")
                    .reports("open", true)
                    .expect("10:00 cover-opened raised 10:00 critical r1")
                    .at("10:05")
                    .device("C-1")
                    .reports("open", false)
                    .at("10:14")
                    .device("C-1")
                    .reports("open", true)
                    .at("10:20")
                    .device("C-1")
                    .reports("open", false)
                    .until("10:29:59")
                    .expectNothing()
                    .until("10:30")
                    .expect("10:30 cover-opened cleared 10:00-10:30 critical r2");
        }

        @Test
        void theNextTimeIsAnotherAlarm() {
            Story story =
                    Story.ofCover()
                            .at("10:00")
                            .device("C-1")
                            .reports("battery", 5)
                            .at("10:01")
                            .device("C-1")
                            .reports("battery", 5)
                            .at("10:02")
                            .device("C-1")
                            .reports("battery", 50)
                            .at("10:03")
                            .device("C-1")
                            .reports("battery", 5)
                            .at("10:04")
                            .device("C-1")
                            .reports("battery", 5)
                            .expect(
                                    "10:01 battery-low raised 10:01 minor r1",
                                    "10:02 battery-low cleared 10:01-10:02 minor r2",
                                    "10:04 battery-low raised 10:04 minor r1");
            assertThat(story.rig().events().stream().map(AlarmEvent::id).distinct()).hasSize(2);
        }
    }

    @Nested
    final class Severities {
        @Test
        void riseAndFallWithTheValues() {
            Story.ofCover()
                    .at("10:00")
                    .device("C-1")
                    .reports("ch4", 25)
                    .at("10:00:10")
                    .device("C-1")
                    .reports("ch4", 30)
                    .at("10:05")
                    .device("C-1")
                    .reports("ch4", 60)
                    .at("10:06")
                    .device("C-1")
                    .reports("ch4", 40)
                    .at("10:07")
                    .device("C-1")
                    .reports("ch4", 10)
                    .until("10:20")
                    .expect(
                            "10:00:10 methane-high raised 10:00:10 major r1",
                            "10:05 methane-high raised 10:00:10 critical r2",
                            "10:06 methane-high raised 10:00:10 major r3",
                            "10:17 methane-high cleared 10:00:10-10:17 major r4");
        }
    }

    @Nested
    final class TwoPoints {
        @Test
        void aRuleIsNotEvaluatedWhileAPointIsUnknown() {
            Story story = lampStory();
            story.at("10:00")
                    .device("L-1")
                    .reports("current", 0)
                    .until("10:30")
                    .expectNothing()
                    .at("10:30")
                    .device("L-1")
                    .reports("on", true)
                    .until("10:40")
                    .expect("10:40 lamp-out raised 10:40 minor r1");
        }

        @Test
        void valuesStayInForceUntilReplaced() {
            lampStory()
                    .at("10:00")
                    .device("L-1")
                    .reports("on", true, "current", 0.4)
                    .at("10:30")
                    .device("L-1")
                    .reports("current", 0.01)
                    .until("10:40")
                    .expect("10:40 lamp-out raised 10:40 minor r1")
                    .at("10:50")
                    .device("L-1")
                    .reports("on", false)
                    .until("11:00")
                    .expect("11:00 lamp-out cleared 10:40-11:00 minor r2");
        }

        private static Story lampStory() {
            Story story = new Story(ShippedPacks.book(), "10:00");
            story.rig().register(Story.lamp("L-1"));
            return story;
        }
    }

    @Nested
    final class LateReadings {
        @Test
        void oneThatRefutesThePendingPreventsTheAlarm() {
            Story.ofCover()
                    .at("10:00")
                    .device("C-1")
                    .reports("tilt", 40)
                    .at("10:00:50")
                    .device("C-1")
                    .measured("10:00:30")
                    .reports("tilt", 2)
                    .until("10:30")
                    .expectNothing();
        }

        @Test
        void oneThatRefutesTheRaisedWithdrawsIt() {
            Story.ofCover()
                    .at("10:00")
                    .device("C-1")
                    .reports("tilt", 40)
                    .until("10:02")
                    .expect("10:01 cover-displaced raised 10:01 major r1")
                    .at("10:03")
                    .device("C-1")
                    .measured("10:00:30")
                    .reports("tilt", 2)
                    .expect("10:03 cover-displaced withdrawn 10:01 major r2");
        }

        @Test
        void oneThatWasTroubleEarlierCorrectsSinceWhen() {
            Story story =
                    Story.ofCover()
                            .at("10:05")
                            .device("C-1")
                            .reports("tilt", 40)
                            .until("10:06")
                            .expect("10:06 cover-displaced raised 10:06 major r1")
                            .at("10:07")
                            .device("C-1")
                            .measured("10:02")
                            .reports("tilt", 40)
                            .expect("10:07 cover-displaced raised 10:03 major r2");
            assertThat(story.last().reason())
                    .isEqualTo(
                            "Raised because \"abs(tilt - device.tilt_background) >= limit || tilt >"
                                + " overturned\" has held for 1m since 2026-03-01T10:02:00Z: tilt ="
                                + " 40° at 2026-03-01T10:02:00Z. Corrected by readings that came"
                                + " late: it was announced as raised at 2026-03-01T10:06:00Z.");
        }

        @Test
        void oneThatSplitsAnAlarmMakesTwo() {
            Story.ofCover()
                    .at("10:00")
                    .device("C-1")
                    .reports("battery", 5)
                    .at("10:01")
                    .device("C-1")
                    .reports("battery", 5)
                    .at("10:05")
                    .device("C-1")
                    .reports("battery", 5)
                    .at("10:06")
                    .device("C-1")
                    .reports("battery", 5)
                    .expect("10:01 battery-low raised 10:01 minor r1")
                    .at("10:07")
                    .device("C-1")
                    .measured("10:03")
                    .reports("battery", 90)
                    .expect(
                            "10:07 battery-low cleared 10:01-10:03 minor r2",
                            "10:07 battery-low raised 10:06 minor r1");
        }

        @Test
        void beyondTheBoundOnlyTheNewestValueOfAPointCounts() {
            Story story = Story.ofCover();
            assertThat(story.at("13:00").device("C-1").measured("10:30").verdict("open", true))
                    .isEqualTo(Verdict.LATE_NEWEST);
            story.expect("13:00 cover-opened raised 10:30 critical r1");
            assertThat(story.at("13:01").device("C-1").measured("10:20").verdict("open", false))
                    .isEqualTo(Verdict.LATE);
            story.until("14:00").expectNothing();
        }

        @Test
        void historyWithAWrongClockOnlyShowsThatTheDeviceLives() {
            Story story = Story.ofCover();
            assertThat(
                            story.at("10:10")
                                    .device("C-1")
                                    .marked(Mark.HISTORY, Mark.CLOCK_SUSPECT)
                                    .verdict("open", true))
                    .isEqualTo(Verdict.HISTORY);
            story.until("10:30").expectNothing();
        }

        @Test
        void historyIsPutInItsPlaceWithinTheBoundAndIsNeverThePresentBeyondIt() {
            Story story = Story.ofCover();
            assertThat(
                            story.at("13:00")
                                    .device("C-1")
                                    .marked(Mark.HISTORY)
                                    .measured("10:30")
                                    .verdict("open", true))
                    .isEqualTo(Verdict.HISTORY);
            story.until("13:01").expectNothing();
            story.at("13:01").device("C-1").reports("open", false);
            assertThat(
                            story.at("13:02")
                                    .device("C-1")
                                    .marked(Mark.HISTORY)
                                    .measured("12:55")
                                    .verdict("open", true))
                    .isEqualTo(Verdict.PLACED);
            story.expect("13:02 cover-opened raised 12:55 critical r1");
        }
    }

    @Nested
    final class Silence {
        @Test
        void aDeviceThatNeverReportedIsMissedFromItsRegistration() {
            Story.ofCover()
                    .until("+2 21:59:59")
                    .expectNothing()
                    .until("+2 22:00")
                    .expect("+2 22:00 cover-silent raised +2 22:00 minor r1");
        }

        @Test
        void anyReportEndsIt() {
            Story.ofCover()
                    .at("12:00")
                    .device("C-1")
                    .reports("rssi", -90)
                    .until("+3 00:00")
                    .expect("+3 00:00 cover-silent raised +3 00:00 minor r1")
                    .at("+3 01:00")
                    .device("C-1")
                    .reports("rssi", -90)
                    .expect("+3 01:00 cover-silent cleared +3 00:00-+3 01:00 minor r2");
        }

        @Test
        void aCopyIsAReport() {
            Story.ofCover()
                    .at("12:00")
                    .device("C-1")
                    .reports("rssi", -90)
                    .at("+2 12:00")
                    .device("C-1")
                    .repeats("rssi", -90)
                    .until("+4 23:59:59")
                    .expectNothing();
        }

        @Test
        void anOutageOfTheInputThatHeardItDoesNotCount() {
            Story.ofCover()
                    .at("12:00")
                    .inputs("gw2", "coap")
                    .at("12:00")
                    .device("C-1")
                    .reports("rssi", -90)
                    .at("13:00")
                    .inputs("gw1")
                    .until("+9 00:00")
                    .expectNothing()
                    .at("+9 00:00")
                    .inputs("gw1", "mqtt")
                    .until("+12 00:00")
                    // one hour and five seconds before the outage, the rest from one second after
                    // midnight on
                    .expect("+11 10:59:56 cover-silent raised +11 10:59:56 minor r1");
        }

        @Test
        void itsReasonNamesIntervalsAndInput() {
            Story story =
                    Story.ofCover()
                            .at("12:00")
                            .device("C-1")
                            .reports("rssi", -90)
                            .until("+3 00:00");
            assertThat(story.last().reason())
                    .isEqualTo(
                            "Raised because nothing was heard for 2.5 expected intervals of 1d in"
                                + " service since 2026-03-01T12:00:00Z, when /gw1/mqtt last heard"
                                + " it.");
            assertThat(story.last().parameters()).containsEntry("intervals", "2.5 (default)");
        }
    }
}
