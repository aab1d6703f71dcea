// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmState;
import org.lamplighter.log.LogPosition;
import org.lamplighter.log.LoggedReading;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Mark;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.reading.Reading;
import org.lamplighter.reading.TimeSource;
import org.lamplighter.registry.Credentials;
import org.lamplighter.registry.Device;
import org.lamplighter.registry.Location;
import org.lamplighter.rule.RuleBook;
import org.lamplighter.rule.ShippedPacks;
import org.lamplighter.scenario.Rig;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A story told in clock times of one day: {@code at("10:00").device("C-1").reports("tilt", 40)},
 * then {@code expect(…)} for everything that was announced since the last time somebody asked.
 */
final class Story {
    static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");

    private final Rig rig;
    private int asked;
    private int offset;

    Story(RuleBook book, String start) {
        rig = new Rig(Evaluator.DEFAULT, book, time(start));
    }

    /** With the shipped rules and the cover C-1, from ten o'clock. */
    static Story ofCover() {
        Story story = new Story(ShippedPacks.book(), "10:00");
        story.rig.register(cover("C-1"));
        return story;
    }

    static Subject cover(String id, String... attributes) {
        return subject(
                id, "generic-manhole-cover", "manhole-cover", Duration.ofHours(24), attributes);
    }

    static Subject lamp(String id) {
        return subject(id, "generic-streetlight", "streetlight", Duration.ofHours(1));
    }

    static Subject subject(
            String id, String profile, String kind, Duration interval, String... attributes) {
        SortedMap<String, String> map = new TreeMap<>();
        List<String> tags = new ArrayList<>();
        for (int i = 0; i + 1 < attributes.length; i += 2) {
            if (attributes[i].equals("tag")) {
                tags.add(attributes[i + 1]);
            } else {
                map.put(attributes[i], attributes[i + 1]);
            }
        }
        return new Subject(
                new Device(
                        new DeviceId(id),
                        profile,
                        "",
                        new Location.Unknown(),
                        tags,
                        map,
                        false,
                        Credentials.NONE),
                kind,
                interval);
    }

    Rig rig() {
        return rig;
    }

    /** {@code 10:00}, {@code 10:00:30}, or {@code +2 10:00} on the day after the next. */
    static Instant time(String text) {
        int days =
                text.startsWith("+") ? Integer.parseInt(text.substring(1, text.indexOf(' '))) : 0;
        LocalTime clock = LocalTime.parse(text.substring(text.indexOf(' ') + 1));
        return MIDNIGHT.plus(Duration.ofDays(days))
                .plusNanos(clock.toNanoOfDay())
                .atOffset(ZoneOffset.UTC)
                .toInstant();
    }

    At at(String time) {
        return new At(time(time));
    }

    /** Time passes with nothing said. */
    Story until(String time) {
        rig.advanceTo(time(time));
        return this;
    }

    /** Exactly these were announced since this was last called, in this order. */
    Story expect(String... lines) {
        List<AlarmEvent> events = rig.events();
        List<String> told = events.subList(asked, events.size()).stream().map(Story::line).toList();
        asked = events.size();
        assertThat(told).containsExactly(lines);
        return this;
    }

    Story expectNothing() {
        return expect();
    }

    AlarmEvent last() {
        return rig.events().getLast();
    }

    static String line(AlarmEvent event) {
        String what =
                switch (event.state()) {
                    case AlarmState.Raised raised -> "raised " + clock(raised.raisedAt());
                    case AlarmState.Cleared cleared ->
                            "cleared "
                                    + clock(cleared.raisedAt())
                                    + "-"
                                    + clock(cleared.clearedAt());
                    case AlarmState.Withdrawn withdrawn ->
                            "withdrawn " + clock(withdrawn.raisedAt());
                };
        return clock(event.decidedAt())
                + " "
                + event.rule()
                + " "
                + what
                + " "
                + event.severity().text()
                + " r"
                + event.rev();
    }

    static String clock(Instant time) {
        long days = Duration.between(MIDNIGHT, time).toDays();
        String clock = time.atOffset(ZoneOffset.UTC).toLocalTime().toString();
        return days == 0 ? clock : "+" + days + " " + clock;
    }

    /** A moment of log time. */
    final class At {
        private final Instant logTime;

        At(Instant logTime) {
            this.logTime = logTime;
        }

        From device(String id) {
            return new From(logTime, id);
        }

        Story rules(RuleBook book) {
            rig.advanceTo(logTime);
            rig.change(book);
            return Story.this;
        }

        Story change(Subject subject) {
            rig.advanceTo(logTime);
            rig.change(subject);
            return Story.this;
        }

        Story inputs(String gateway, String... inputs) {
            rig.advanceTo(logTime);
            rig.setInputs(gateway, List.of(inputs));
            return Story.this;
        }
    }

    /** What a device says then. */
    final class From {
        private final Instant logTime;
        private final String id;
        private Instant event;
        private String source = Rig.SOURCE;
        private Mark[] marks = {};

        From(Instant logTime, String id) {
            this.logTime = logTime;
            this.id = id;
            this.event = logTime;
        }

        /** The event time, where it is another than the log time. */
        From measured(String time) {
            event = time(time);
            return this;
        }

        From through(String other) {
            source = other;
            return this;
        }

        From marked(Mark... with) {
            marks = with;
            return this;
        }

        Story reports(Object... namesAndValues) {
            rig.read(reading(namesAndValues), source);
            return Story.this;
        }

        Verdict verdict(Object... namesAndValues) {
            return rig.read(reading(namesAndValues), source);
        }

        Story repeats(Object... namesAndValues) {
            rig.repeat(reading(namesAndValues), source);
            return Story.this;
        }

        private LoggedReading reading(Object... namesAndValues) {
            return logged(id, event, logTime, offset++, List.of(marks), namesAndValues);
        }
    }

    static LoggedReading logged(
            String id,
            Instant event,
            Instant logTime,
            int offset,
            List<Mark> marks,
            Object... namesAndValues) {
        SortedMap<PointName, PointValue> points = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            points.put(
                    new PointName((String) namesAndValues[i]),
                    switch (namesAndValues[i + 1]) {
                        case Boolean flag -> new PointValue.Flag(flag);
                        case Number number -> new PointValue.Quantity(number.doubleValue());
                        default -> new PointValue.Text(namesAndValues[i + 1].toString());
                    });
        }
        Reading reading =
                new Reading(
                        new DeviceId(id),
                        "p",
                        1,
                        event,
                        logTime,
                        TimeSource.DEVICE,
                        0,
                        java.util.Set.copyOf(marks),
                        points);
        return new LoggedReading(reading, new LogPosition(0, offset, logTime), 0, false);
    }
}
