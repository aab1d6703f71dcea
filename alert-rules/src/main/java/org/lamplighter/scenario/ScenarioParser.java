// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.scenario;

import org.lamplighter.evaluate.Subject;
import org.lamplighter.rule.AreaPolicy;
import org.lamplighter.rule.OverrideScope;
import org.lamplighter.rule.Overrides;
import org.lamplighter.rule.ParameterOverride;
import org.lamplighter.rule.ParsedPack;
import org.lamplighter.rule.Rule;
import org.lamplighter.scenario.Scenario.Expected;
import org.lamplighter.yaml.Issues;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlReader;
import org.lamplighter.yaml.YamlValue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads the scenarios beside a pack of rules. Pure: any text gives scenarios or issues. */
public final class ScenarioParser {
    /**
     * How long a story goes on after the last thing that happens or is expected, if it does not
     * say.
     */
    static final Duration AFTERMATH = Duration.ofMinutes(30);

    private static final List<String> KEYS =
            List.of(
                    "title",
                    "device",
                    "fleet",
                    "overrides",
                    "every",
                    "series",
                    "readings",
                    "outages",
                    "until",
                    "expect",
                    "cases");
    private final List<Rule> rules;
    private final List<AreaPolicy> policies;
    private final Expectations expectations;

    private ScenarioParser(List<Rule> rules, List<AreaPolicy> policies) {
        this.rules = rules;
        this.policies = policies;
        this.expectations = new Expectations(rules, policies);
    }

    /**
     * Reads scenarios.
     *
     * @param source what to call the text in issues, usually a file
     * @param yaml the text
     * @param pack the pack
     */
    public static ParsedScenarios parse(String source, String yaml, ParsedPack.Valid pack) {
        Issues issues = new Issues(source, yaml);
        ScenarioParser parser = new ScenarioParser(pack.rules(), pack.policies());
        List<Scenario> scenarios =
                YamlReader.read(yaml, issues)
                        .flatMap(
                                document ->
                                        document.map("a file of scenarios", List.of("scenarios")))
                        .flatMap(document -> document.need("scenarios", "a list"))
                        .flatMap(list -> list.list("scenarios"))
                        .orElseGet(List::of)
                        .stream()
                        .flatMap(item -> parser.scenario(item).stream())
                        .toList();
        return issues.isEmpty()
                ? new ParsedScenarios.Valid(scenarios)
                : new ParsedScenarios.Faulty(issues.found());
    }

    private Optional<Scenario> scenario(YamlValue value) {
        Optional<YamlMap> found = value.map("a scenario", KEYS);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        YamlMap map = found.get();
        Optional<String> title =
                map.need("title", "a lorry passes")
                        .flatMap(text -> text.text("a scenario's title", 200));
        Optional<Subject> subject =
                map.need("device", "{ kind: manhole-cover }").flatMap(ScenarioDevice::read);
        List<ParameterOverride> overrides =
                map.find("overrides").map(this::overrides).orElseGet(List::of);
        List<Scenario.Report> reports = new ArrayList<>(ScenarioReports.series(map));
        map.find("readings")
                .flatMap(list -> list.list("readings"))
                .orElseGet(List::of)
                .forEach(item -> ScenarioReports.reading(item).ifPresent(reports::add));
        reports.sort(Comparator.comparing(Scenario.Report::logged));
        List<Scenario.Outage> outages =
                map
                        .find("outages")
                        .flatMap(list -> list.list("outages"))
                        .orElseGet(List::of)
                        .stream()
                        .flatMap(item -> outage(item).stream())
                        .toList();
        Scenario.Fleet fleet =
                map.find("fleet").map(ScenarioParser::fleet).orElse(Scenario.Fleet.ONE);
        List<Expected> alarms =
                (fleet.devices() == 1 ? map.need("expect", "[]") : map.find("expect"))
                        .map(expectations::alarms)
                        .orElseGet(List::of);
        Scenario.Cases cases =
                map.has("cases")
                        ? new Scenario.Cases.Stated(
                                map.find("cases").map(expectations::cases).orElseGet(List::of))
                        : new Scenario.Cases.Unstated();
        Duration until =
                map.find("until")
                        .flatMap(end -> Moments.read(end, "the end"))
                        .orElseGet(
                                () ->
                                        lastOf(reports, outages, alarms, cases)
                                                .plus(fleet.span())
                                                .plus(AFTERMATH));
        if (reports.isEmpty() && !map.has("until") && alarms.isEmpty()) {
            value.report(
                    ScenarioFault.NOTHING_HAPPENS,
                    "in this scenario no device says anything and no time passes",
                    "add series:, readings: or until:");
        }
        if (title.isEmpty() || subject.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Scenario(
                        title.get(),
                        value.line(),
                        subject.get(),
                        fleet,
                        overrides,
                        reports,
                        outages,
                        until,
                        alarms,
                        cases));
    }

    private static Scenario.Fleet fleet(YamlValue value) {
        Optional<YamlMap> map = value.map("a fleet", List.of("devices", "apart"));
        Optional<Long> devices =
                map.flatMap(found -> found.need("devices", "400"))
                        .flatMap(
                                found ->
                                        found.integer(
                                                "a number of devices", 2, Scenario.Fleet.MAX));
        Optional<Duration> apart =
                map.flatMap(found -> found.need("apart", "1s"))
                        .flatMap(found -> Moments.read(found, "the time between two devices"));
        return devices.isPresent() && apart.isPresent()
                ? new Scenario.Fleet(devices.get().intValue(), apart.get())
                : Scenario.Fleet.ONE;
    }

    private static Duration lastOf(
            List<Scenario.Report> reports,
            List<Scenario.Outage> outages,
            List<Expected> alarms,
            Scenario.Cases cases) {
        Duration last = Duration.ZERO;
        for (Scenario.Report report : reports) {
            last = later(last, report.logged());
        }
        for (Scenario.Outage outage : outages) {
            last = later(last, outage.to());
        }
        List<Expected> all = new ArrayList<>(alarms);
        if (cases instanceof Scenario.Cases.Stated(List<Expected> events)) {
            all.addAll(events);
        }
        for (Expected expected : all) {
            String at = expected.line().substring(0, expected.line().indexOf(' '));
            last = later(last, Moments.parse(at).orElse(Duration.ZERO));
        }
        return last;
    }

    private static Duration later(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private List<ParameterOverride> overrides(YamlValue value) {
        List<ParameterOverride> overrides = new ArrayList<>();
        value.openMap("overrides")
                .ifPresent(
                        map ->
                                map.entries()
                                        .forEach(
                                                (path, entry) -> {
                                                    Optional<String> text =
                                                            entry.value().text("an override", 64);
                                                    if (text.isEmpty()) {
                                                        return;
                                                    }
                                                    try {
                                                        ParameterOverride override =
                                                                ParameterOverride.parse(
                                                                        new OverrideScope.All()
                                                                                .text(),
                                                                        path,
                                                                        text.get());
                                                        Overrides.check(rules, policies, override)
                                                                .ifPresentOrElse(
                                                                        fault ->
                                                                                entry.key()
                                                                                        .report(
                                                                                                ScenarioFault
                                                                                                        .BAD_OVERRIDE,
                                                                                                fault,
                                                                                                "change"
                                                                                                    + " this"
                                                                                                    + " override"),
                                                                        () ->
                                                                                overrides.add(
                                                                                        override));
                                                    } catch (IllegalArgumentException e) {
                                                        entry.key()
                                                                .report(
                                                                        ScenarioFault.BAD_OVERRIDE,
                                                                        String.valueOf(
                                                                                e.getMessage()),
                                                                        "write <rule>.<parameter>:"
                                                                                + " <value>");
                                                    }
                                                }));
        return overrides;
    }

    private static Optional<Scenario.Outage> outage(YamlValue value) {
        Optional<YamlMap> map = value.map("an outage", List.of("from", "to"));
        Optional<Duration> from =
                map.flatMap(found -> found.need("from", "1h"))
                        .flatMap(text -> Moments.read(text, "the beginning of an outage"));
        Optional<Duration> to =
                map.flatMap(found -> found.need("to", "3h"))
                        .flatMap(text -> Moments.read(text, "the end of an outage"));
        return from.isPresent() && to.isPresent()
                ? Optional.of(new Scenario.Outage(from.get(), to.get()))
                : Optional.empty();
    }
}
