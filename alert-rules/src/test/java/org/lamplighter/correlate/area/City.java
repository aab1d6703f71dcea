// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate.area;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmId;
import org.lamplighter.alarm.AlarmState;
import org.lamplighter.alarm.RuleId;
import org.lamplighter.backtest.Casework;
import org.lamplighter.cases.Case;
import org.lamplighter.cases.CaseEvent;
import org.lamplighter.cases.CaseState;
import org.lamplighter.evaluate.Subject;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.registry.Credentials;
import org.lamplighter.registry.Device;
import org.lamplighter.registry.Location;
import org.lamplighter.rule.Rule;
import org.lamplighter.rule.RuleBook;
import org.lamplighter.rule.RuleInForce;
import org.lamplighter.rule.ShippedPacks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Devices whose alarms are told as they come, with the shipped rules, through areas, devices and
 * the book of cases. Times are seconds since {@link #START}.
 */
final class City {
    static final Instant START = Instant.parse("2026-07-01T08:00:00Z");

    private final RuleBook book = ShippedPacks.book();
    private final Map<String, Subject> subjects = new HashMap<>();
    private final Map<AlarmId, Long> revs = new HashMap<>();
    private final Map<String, Case> cases = new LinkedHashMap<>();
    private final List<String> news = new ArrayList<>();
    private final Casework casework = new Casework(scope -> Case.Place.UNKNOWN, this::hear);

    static Instant at(long second) {
        return START.plusSeconds(second);
    }

    City cover(String id, String main) {
        return device(id, "manhole-cover", Map.of("drainage_main", main));
    }

    City lamp(String id, String feeder, String cabinet) {
        return device(id, "streetlight", Map.of("feeder", feeder, "cabinet", cabinet));
    }

    City cabinet(String id) {
        return device(id, "light-cabinet", Map.of());
    }

    private City device(String id, String kind, Map<String, String> attributes) {
        Subject subject =
                new Subject(
                        new Device(
                                new DeviceId(id),
                                "generic-" + kind,
                                "",
                                new Location.Unknown(),
                                List.of(),
                                new TreeMap<>(attributes),
                                false,
                                Credentials.NONE),
                        kind,
                        Duration.ofHours(1));
        subjects.put(id, subject);
        AreaRouting.ofChange(book, Optional.empty(), book, Optional.of(subject), START)
                .forEach(casework::onArea);
        return this;
    }

    /** The alarm of a rule on a device, raised at a second and told then. */
    AlarmEvent raised(String device, String rule, long second) {
        return raised(device, rule, second, second);
    }

    AlarmEvent raised(String device, String rule, long second, long told) {
        return snapshot(device, rule, second, new AlarmState.Raised(at(second)), told);
    }

    AlarmEvent cleared(String device, String rule, long second, long told) {
        return snapshot(device, rule, second, new AlarmState.Cleared(at(second), at(told)), told);
    }

    AlarmEvent withdrawn(String device, String rule, long second, long told) {
        return snapshot(device, rule, second, new AlarmState.Withdrawn(at(second)), told);
    }

    private AlarmEvent snapshot(
            String device, String name, long raised, AlarmState state, long told) {
        Subject subject = require(device);
        Rule rule =
                book.rulesFor(subject.kind()).stream()
                        .map(RuleInForce::rule)
                        .filter(each -> each.id().equals(new RuleId(name)))
                        .findFirst()
                        .orElseThrow();
        AlarmId id = AlarmId.of(rule.id(), subject.id(), at(raised), 0);
        return new AlarmEvent(
                id,
                rule.id(),
                1,
                subject.id(),
                rule.title(),
                rule.stages().getLast().severity(),
                rule.caseKind(),
                rule.deadline(),
                rule.groupWait(),
                state,
                revs.merge(id, 1L, Long::sum),
                at(told),
                "It is so.",
                new TreeMap<>(),
                List.of());
    }

    /** Time passes up to the alarm's, which is then told. */
    City tell(AlarmEvent alarm) {
        until(Duration.between(START, alarm.decidedAt()).toSeconds());
        casework.onAlarm(alarm, AreaRouting.ofAlarm(book, require(alarm.device().value()), alarm));
        return this;
    }

    City until(long second) {
        while (!casework.nextDue().isAfter(at(second))) {
            casework.onDue();
        }
        return this;
    }

    /** What has happened to cases since the last call, each as {@code kind scope event: state}. */
    List<String> news() {
        List<String> told = List.copyOf(news);
        news.clear();
        return told;
    }

    /** The cases that stand, each as {@code kind scope: n devices}. */
    SortedSet<String> standing() {
        TreeSet<String> standing = new TreeSet<>();
        cases.values().stream()
                .filter(each -> each.standing().state() != CaseState.ABSORBED)
                .filter(each -> each.standing().state() != CaseState.WITHDRAWN)
                .forEach(
                        each ->
                                standing.add(
                                        each.kind()
                                                + " "
                                                + each.scope().text()
                                                + ": "
                                                + each.devices()));
        return standing;
    }

    private Subject require(String device) {
        return Optional.ofNullable(subjects.get(device)).orElseThrow();
    }

    private void hear(CaseEvent event) {
        cases.put(event.subject().id().value(), event.subject());
        news.add(
                event.subject().kind()
                        + " "
                        + event.subject().scope().text()
                        + " "
                        + event.type().text()
                        + ": "
                        + event.subject().devices().size());
    }
}
