// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import org.lamplighter.log.LogPosition;
import org.lamplighter.log.LoggedReading;
import org.lamplighter.log.Tick;
import org.lamplighter.reading.Reading;
import org.lamplighter.rule.RuleBook;
import org.lamplighter.rule.ShippedPacks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Logs of a cover, a lamp and a bay with all shipped rules and some harder ones, from a seed. */
final class RandomLogs {
    static final Instant START = Story.MIDNIGHT;
    static final String HARD_PACK =
            """
            - id: tilt-often
              title: { en: Tilt often, zh: 频繁倾斜 }
              applies-to: { kind: manhole-cover }
              severity:
                - { level: critical, when: tilt > 100 }
                - { level: major, when: tilt > 50 }
                - { level: minor }
              raise: tilt > 10
              hold: { times: 3, within: 4m }
              clear: tilt < 5
              case: { kind: cover-unsafe, deadline: 2h }
            - id: wet-and-tilted
              title: { en: Wet and tilted, zh: 倾斜且满溢 }
              applies-to: { kind: manhole-cover }
              severity: major
              raise: overflow && tilt > 10
              hold: { for: 90s }
              clear: "!overflow"
              clear-hold: { for: 45s }
              case: { kind: cover-unsafe, deadline: 2h }
            - id: cover-quiet
              title: { en: Cover quiet, zh: 井盖安静 }
              applies-to: { kind: manhole-cover }
              severity: minor
              no-report: { intervals: 1 }
              case: { kind: device-maintenance, deadline: 2h }
            """;
    static final RuleBook BOOK = ShippedPacks.book().with("hard", 2, HARD_PACK, List.of());

    /** Short enough that silence comes and goes within the lateness bound. */
    static final List<Subject> SUBJECTS =
            List.of(
                    Story.subject(
                            "C-1", "generic-manhole-cover", "manhole-cover", Duration.ofMinutes(7)),
                    Story.subject(
                            "L-1", "generic-streetlight", "streetlight", Duration.ofMinutes(13)),
                    Story.subject(
                            "B-1", "generic-parking-bay", "parking-bay", Duration.ofMinutes(29)));

    private static final Duration BOUND = Evaluator.LATENESS_BOUND;

    /** One record of a log. */
    sealed interface Entry {
        Instant logTime();

        /** A tick. */
        record Ticked(Instant logTime, Tick tick) implements Entry {}

        /** A reading, the first time. */
        record Fresh(LoggedReading reading, String source) implements Entry {
            @Override
            public Instant logTime() {
                return reading.position().logTime();
            }
        }

        /** A reading again. */
        record Copy(LoggedReading reading, String source) implements Entry {
            @Override
            public Instant logTime() {
                return reading.position().logTime();
            }
        }
    }

    private final Random random;
    private final Duration span;
    private final List<Reading> readings = new ArrayList<>();
    private final List<Entry> ticks = new ArrayList<>();

    RandomLogs(long seed) {
        this.random = new Random(seed);
        this.span = Duration.ofMinutes(20 + random.nextInt(100));
        makeTicks();
        makeReadings(5 + random.nextInt(70));
    }

    /** When all has settled. */
    private Instant end() {
        return START.plus(span).plus(BOUND).plus(Duration.ofHours(2));
    }

    private void makeTicks() {
        boolean outages = random.nextBoolean();
        Instant up = START;
        for (Instant at = START; at.isBefore(end()); at = at.plusMillis(1000)) {
            if (outages && random.nextInt(600) == 0) {
                up = at.plusSeconds(random.nextInt(1200));
            }
            if (!at.isBefore(up)) {
                ticks.add(new Entry.Ticked(at, new Tick("gw1", List.of("mqtt", "http"))));
            }
            if (random.nextInt(4) == 0) {
                ticks.add(new Entry.Ticked(at, new Tick("gw2", List.of("mqtt"))));
            }
        }
    }

    private void makeReadings(int count) {
        for (int i = 0; i < count; i++) {
            Subject subject = SUBJECTS.get(random.nextInt(SUBJECTS.size()));
            long step = random.nextBoolean() ? 1000 : 37;
            Instant event = START.plusMillis(random.nextLong(span.toMillis() / step) * step);
            Reading reading =
                    Story.logged(subject.id().value(), event, event, 0, List.of(), values(subject))
                            .reading();
            readings.add(
                    new Reading(
                            reading.device(),
                            reading.profile(),
                            1,
                            event,
                            event,
                            reading.timeSource(),
                            i,
                            reading.marks(),
                            reading.points()));
        }
        readings.sort(Comparator.comparing(Reading::eventTime).thenComparingInt(Reading::sequence));
    }

    private Object[] values(Subject subject) {
        List<Object> values = new ArrayList<>();
        switch (subject.kind()) {
            case "manhole-cover" -> {
                some(values, "tilt", 0, 7, 12, 40, 60, 95, 120);
                some(values, "open", true, false);
                some(values, "overflow", true, false);
                some(values, "ch4", 3, 17, 25, 45, 55);
                some(values, "battery", 5, 17, 60);
                some(values, "rssi", -90);
            }
            case "streetlight" -> {
                some(values, "on", true, true, false);
                some(values, "current", 0, 0.01, 0.4);
            }
            default -> {
                some(values, "battery", 5, 17, 60);
                some(values, "occupied", true, false);
            }
        }
        return values.isEmpty() ? new Object[] {"rssi", -90} : values.toArray();
    }

    private void some(List<Object> values, String name, Object... choices) {
        if (random.nextInt(3) == 0) {
            values.add(name);
            values.add(choices[random.nextInt(choices.length)]);
        }
    }

    /** Each frame once, in the order of event times, soon after them. */
    List<Entry> sorted() {
        List<Entry> log = new ArrayList<>();
        for (Reading reading : readings) {
            log.add(
                    new Entry.Fresh(
                            logged(reading, reading.eventTime().plusMillis(150)),
                            sourceOf(reading)));
        }
        return withTicks(log);
    }

    /**
     * In any order and with any number of copies, none logged later than the bound after its event
     * time.
     */
    List<Entry> shuffled() {
        List<Entry> log = new ArrayList<>();
        for (Reading reading : readings) {
            List<Entry> copies = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                LoggedReading logged = logged(reading, reading.eventTime().plusMillis(delay()));
                copies.add(new Entry.Copy(logged, sourceOf(reading)));
            }
            copies.sort(Comparator.comparing(Entry::logTime));
            Entry.Copy first = (Entry.Copy) copies.getFirst();
            log.add(new Entry.Fresh(first.reading(), first.source()));
            log.addAll(copies.subList(1, copies.size()));
        }
        return withTicks(log);
    }

    /**
     * Mostly soon, sometimes at the very bound, sometimes before its own event time, as a clock
     * that is ahead does.
     */
    private long delay() {
        return switch (random.nextInt(5)) {
            case 0 -> BOUND.toMillis();
            case 1 -> -random.nextInt(300_000);
            case 2 -> random.nextInt(2000);
            default -> random.nextLong(BOUND.toMillis() + 1);
        };
    }

    private static String sourceOf(Reading reading) {
        return reading.sequence() % 3 == 0
                ? "/gw2/mqtt"
                : reading.sequence() % 3 == 1 ? "/gw1/http" : "/gw1/mqtt";
    }

    private static LoggedReading logged(Reading reading, Instant logTime) {
        Instant at = logTime.isBefore(START) ? START : logTime;
        return new LoggedReading(reading, new LogPosition(0, 0, at), 0, false);
    }

    private List<Entry> withTicks(List<Entry> log) {
        List<Entry> all = new ArrayList<>(ticks);
        all.addAll(log);
        all.sort(Comparator.comparing(Entry::logTime));
        return all;
    }
}
