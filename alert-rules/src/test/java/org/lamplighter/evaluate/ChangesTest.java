// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.alarm.AlarmId;
import org.lamplighter.alarm.RuleId;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.rule.ParameterOverride;
import org.lamplighter.rule.RuleBook;
import org.lamplighter.rule.ShippedPacks;

import java.time.Instant;
import java.util.List;

final class ChangesTest {
    private static RuleBook with(String path, String value) {
        return ShippedPacks.book()
                .with(
                        "cover",
                        2,
                        ShippedPacks.require("cover").yaml(),
                        List.of(ParameterOverride.parse("device:C-1", path, value)));
    }

    @Test
    void aLowerLimitIsInForceAtOnceOnTheValuesInForce() {
        Story story =
                Story.ofCover()
                        .at("10:00")
                        .device("C-1")
                        .reports("tilt", 12)
                        .until("10:30")
                        .expectNothing()
                        .at("10:30")
                        .rules(with("cover-displaced.limit", "10"))
                        .until("10:31")
                        .expect("10:31 cover-displaced raised 10:31 major r1");
        assertThat(story.last().parameters()).containsEntry("limit", "10 (device:C-1)");
        assertThat(story.last().ruleVersion()).isEqualTo(2);
    }

    @Test
    void aHigherLimitClearsAfterTheClearHold() {
        Story.ofCover()
                .at("10:00")
                .device("C-1")
                .reports("tilt", 20)
                .until("10:01")
                .expect("10:01 cover-displaced raised 10:01 major r1")
                .at("10:30")
                .rules(with("cover-displaced.limit", "40"))
                .until("10:40")
                .expect("10:40 cover-displaced cleared 10:01-10:40 major r2");
    }

    @Test
    void aChangeElsewhereKeepsPendingAndRaised() {
        Story.ofCover()
                .at("10:00")
                .device("C-1")
                .reports("tilt", 40, "open", true)
                .expect("10:00 cover-opened raised 10:00 critical r1")
                .at("10:00:30")
                .rules(with("battery-low.limit", "10"))
                .until("10:01")
                .expect("10:01 cover-displaced raised 10:01 major r1")
                .at("10:02")
                .device("C-1")
                .reports("open", false)
                .until("10:12")
                .expect("10:12 cover-opened cleared 10:00-10:12 critical r2");
    }

    @Test
    void aShorterHoldCountsFromTheChangeAtTheEarliest() {
        Story story = new Story(with("cover-displaced.hold", "30m"), "10:00");
        story.rig().register(Story.cover("C-1"));
        story.at("10:00")
                .device("C-1")
                .reports("tilt", 40)
                .until("10:20")
                .expectNothing()
                .at("10:20")
                .rules(ShippedPacks.book())
                .expect("10:20 cover-displaced raised 10:20 major r1");
    }

    @Test
    void aShorterIntervalIsOverdueAtOnce() {
        Story.ofCover()
                .until("+1 10:00")
                .expectNothing()
                .at("+1 10:00")
                .change(
                        Story.subject(
                                "C-1",
                                "generic-manhole-cover",
                                "manhole-cover",
                                java.time.Duration.ofHours(2)))
                .expect("+1 10:00 cover-silent raised +1 10:00 minor r1");
    }

    @Test
    void anAlarmWhoseRuleIsGoneIsCleared() {
        Story story =
                Story.ofCover()
                        .at("10:00")
                        .device("C-1")
                        .reports("open", true)
                        .expect("10:00 cover-opened raised 10:00 critical r1")
                        .at("10:05")
                        .rules(ShippedPacks.book().without("cover", 3))
                        .expect("10:05 cover-opened cleared 10:00-10:05 critical r2");
        assertThat(story.last().reason())
                .isEqualTo("Cleared because the rule no longer applies to the device.");
    }

    @Test
    void aRemovedDeviceLeavesNothingBehind() {
        Story story = Story.ofCover().at("10:00").device("C-1").reports("open", true);
        story.expect("10:00 cover-opened raised 10:00 critical r1");
        story.rig().remove(new DeviceId("C-1"));
        story.expect("10:00 cover-opened cleared 10:00-10:00 critical r2");
        assertThat(story.last().reason()).isEqualTo("Cleared because the device was removed.");
        story.until("+5 10:00").expectNothing();
    }

    @Test
    void aReadingFromBeforeAChangeCountsOnlyAsTheNewestValue() {
        Story story =
                Story.ofCover()
                        .at("10:05")
                        .device("C-1")
                        .reports("tilt", 2)
                        .at("10:10")
                        .rules(with("cover-displaced.limit", "20"));
        assertThat(story.at("10:11").device("C-1").measured("10:01").verdict("tilt", 40))
                .isEqualTo(Verdict.CLOSED);
        assertThat(story.at("10:11").device("C-1").measured("10:09").verdict("open", true))
                .isEqualTo(Verdict.CLOSED_NEWEST);
        story.expect("10:11 cover-opened raised 10:10 critical r1");
    }

    @Test
    void anAlarmIsNamedByTheLogTimeOfItsFirstAnnouncement() {
        Story story =
                Story.ofCover()
                        .at("10:05")
                        .device("C-1")
                        .reports("tilt", 40)
                        .until("10:07")
                        .at("10:07")
                        .device("C-1")
                        .measured("10:02")
                        .reports("tilt", 40);
        Instant announced = Story.time("10:06");
        assertThat(story.rig().events())
                .allSatisfy(
                        event ->
                                assertThat(event.id())
                                        .isEqualTo(
                                                AlarmId.of(
                                                        new RuleId("cover-displaced"),
                                                        new DeviceId("C-1"),
                                                        announced,
                                                        0)));
    }
}
