// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.scenario;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmId;
import org.lamplighter.alarm.AlarmState;
import org.lamplighter.backtest.Casework;
import org.lamplighter.cases.Case;
import org.lamplighter.cases.CaseEvent;
import org.lamplighter.correlate.area.AreaRouting;
import org.lamplighter.evaluate.Evaluator;
import org.lamplighter.evaluate.Subject;
import org.lamplighter.log.LogPosition;
import org.lamplighter.log.LoggedReading;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Reading;
import org.lamplighter.reading.TimeSource;
import org.lamplighter.rule.RuleBook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Runs scenarios through the evaluator, the correlator and the life cycle of cases that production
 * calls. Pure.
 */
public final class RuleTester {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** {@code scenario-2} before {@code scenario-10}. */
    private static final Comparator<DeviceId> BY_NUMBER =
            Comparator.comparingInt((DeviceId id) -> id.value().length())
                    .thenComparing(DeviceId::value);

    private RuleTester() {}

    /**
     * What became of one scenario.
     *
     * @param scenario the scenario
     * @param alarms what was announced of alarms, each as {@code <time> <rule> <what>}
     * @param cases what happened to cases, each as {@code <time> <kind> <what>}
     */
    public record Outcome(Scenario scenario, List<Announced> alarms, List<Announced> cases) {
        public Outcome {
            alarms = List.copyOf(alarms);
            cases = List.copyOf(cases);
        }

        /** What differs from what was expected, a line each; empty if the scenario passed. */
        public List<String> differences() {
            List<String> differences = new ArrayList<>();
            if (scenario.fleet().devices() == 1 || !scenario.alarms().isEmpty()) {
                differences.addAll(Announced.differences("", scenario.alarms(), alarms));
            }
            switch (scenario.cases()) {
                case Scenario.Cases.Unstated any -> {}
                case Scenario.Cases.Stated(List<Scenario.Expected> events) ->
                        differences.addAll(Announced.differences("case ", events, cases));
            }
            return differences;
        }
    }

    /** Runs a scenario with the rules of one pack. */
    public static Outcome run(String pack, String rules, Scenario scenario) {
        RuleBook book = RuleBook.EMPTY.with(pack, 1, rules, scenario.overrides());
        Rig rig = new Rig(Evaluator.DEFAULT, book, START);
        SortedMap<DeviceId, Subject> subjects = subjects(scenario);
        subjects.values().forEach(rig::register);
        List<Happening> happenings = new ArrayList<>();
        for (Scenario.Outage outage : scenario.outages()) {
            happenings.add(new Happening(outage.from(), () -> rig.setInputs("gw1", List.of())));
            happenings.add(new Happening(outage.to(), () -> rig.setInputs("gw1", List.of("mqtt"))));
        }
        Duration behind = Duration.ZERO;
        for (Subject subject : subjects.values()) {
            for (int i = 0; i < scenario.reports().size(); i++) {
                LoggedReading reading = reading(scenario, subject, i, behind);
                happenings.add(
                        new Happening(
                                scenario.reports().get(i).logged().plus(behind),
                                () -> rig.read(reading, Rig.SOURCE)));
            }
            behind = behind.plus(scenario.fleet().apart());
        }
        happenings.sort(Comparator.comparing(Happening::at));
        for (Happening happening : happenings) {
            rig.advanceTo(START.plus(happening.at()));
            happening.run().run();
        }
        rig.advanceTo(START.plus(scenario.until()));
        return new Outcome(
                scenario,
                alarms(rig.events()),
                cases(rig.events(), book, subjects, START.plus(scenario.until())));
    }

    private static SortedMap<DeviceId, Subject> subjects(Scenario scenario) {
        SortedMap<DeviceId, Subject> subjects = new TreeMap<>(BY_NUMBER);
        for (int nth = 1; nth <= scenario.fleet().devices(); nth++) {
            Subject subject =
                    scenario.fleet().devices() == 1
                            ? scenario.subject()
                            : ScenarioDevice.ofFleet(scenario.subject(), nth);
            subjects.put(subject.id(), subject);
        }
        return subjects;
    }

    /** What the correlators and the life cycle of cases make of alarms. */
    private static List<Announced> cases(
            List<AlarmEvent> alarms,
            RuleBook book,
            Map<DeviceId, Subject> subjects,
            Instant until) {
        List<Announced> cases = new ArrayList<>();
        Casework casework =
                new Casework(scope -> Case.Place.UNKNOWN, event -> cases.add(announced(event)));
        for (Subject subject : subjects.values()) {
            AreaRouting.ofChange(book, Optional.empty(), book, Optional.of(subject), START)
                    .forEach(casework::onArea);
        }
        for (AlarmEvent alarm : alarms) {
            pass(casework, alarm.decidedAt());
            Subject subject = Objects.requireNonNull(subjects.get(alarm.device()));
            casework.onAlarm(alarm, AreaRouting.ofAlarm(book, subject, alarm));
        }
        pass(casework, until);
        return cases;
    }

    private static Announced announced(CaseEvent event) {
        return new Announced(
                Moments.format(Duration.between(START, event.time()))
                        + " "
                        + event.subject().kind()
                        + " "
                        + event.type().text()
                        + " "
                        + event.subject().severity().text(),
                event.subject().reason());
    }

    private static void pass(Casework casework, Instant until) {
        while (!casework.nextDue().isAfter(until)) {
            casework.onDue();
        }
    }

    private record Happening(Duration at, Runnable run) {}

    private static LoggedReading reading(
            Scenario scenario, Subject subject, int index, Duration behind) {
        Scenario.Report report = scenario.reports().get(index);
        Instant logTime = START.plus(report.logged()).plus(behind);
        Reading reading =
                new Reading(
                        subject.id(),
                        subject.device().profile(),
                        0,
                        START.plus(report.measured()).plus(behind),
                        logTime,
                        TimeSource.DEVICE,
                        index,
                        Set.of(),
                        new TreeMap<>(report.points()));
        return new LoggedReading(reading, new LogPosition(0, index, logTime), 0, false);
    }

    private static List<Announced> alarms(List<AlarmEvent> events) {
        Map<AlarmId, AlarmEvent> last = new HashMap<>();
        List<Announced> lines = new ArrayList<>();
        for (AlarmEvent event : events) {
            AlarmEvent before = last.put(event.id(), event);
            String at = Moments.format(Duration.between(START, event.decidedAt()));
            String severity = event.severity().text();
            String what =
                    switch (event.state()) {
                        case AlarmState.Withdrawn withdrawn -> "withdrawn";
                        case AlarmState.Cleared cleared ->
                                before != null && before.state() instanceof AlarmState.Cleared
                                        ? "corrected"
                                        : "cleared";
                        case AlarmState.Raised raised ->
                                before == null
                                        ? "raised " + severity
                                        : before.severity() != event.severity()
                                                ? "is " + severity
                                                : "corrected";
                    };
            lines.add(new Announced(at + " " + event.rule() + " " + what, event.reason()));
        }
        return lines;
    }
}
