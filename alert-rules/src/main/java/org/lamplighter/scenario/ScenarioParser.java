// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.scenario;

import org.lamplighter.evaluate.Subject;
import org.lamplighter.profile.DeviceKind;
import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.registry.Credentials;
import org.lamplighter.registry.Device;
import org.lamplighter.registry.Location;
import org.lamplighter.rule.OverrideScope;
import org.lamplighter.rule.Overrides;
import org.lamplighter.rule.ParameterOverride;
import org.lamplighter.rule.Rule;
import org.lamplighter.scenario.Scenario.Expected;
import org.lamplighter.yaml.Issues;
import org.lamplighter.yaml.Suggestions;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlReader;
import org.lamplighter.yaml.YamlValue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the scenarios beside a pack of rules. Pure: any text gives scenarios or issues. */
public final class ScenarioParser {
    /**
     * How long a story goes on after the last thing that happens or is expected, if it does not
     * say.
     */
    static final Duration AFTERMATH = Duration.ofMinutes(30);

    private static final DeviceId DEVICE = new DeviceId("scenario");
    private static final List<String> KEYS =
            List.of(
                    "title",
                    "device",
                    "overrides",
                    "every",
                    "series",
                    "readings",
                    "outages",
                    "until",
                    "expect",
                    "cases");
    private static final String TIME_AND_NAME = "(?<at>\\S+) (?<name>\\S+) ";
    private static final Pattern ALARM =
            Pattern.compile(
                    TIME_AND_NAME
                            + "(raised (minor|major|critical)|is (minor|major|critical)|cleared"
                            + "|corrected|withdrawn)");
    private static final Pattern CASE =
            Pattern.compile(
                    TIME_AND_NAME
                            + "(opened|updated|recovered|withdrawn|reopened)"
                            + " (minor|major|critical)");

    /** The keys of a reading that are no points. */
    private static final List<String> TIMES = List.of("at", "measured");

    private static final Map<DeviceKind, String> GENERIC =
            Map.of(
                    DeviceKind.MANHOLE_COVER, "generic-manhole-cover",
                    DeviceKind.STREETLIGHT, "generic-streetlight",
                    DeviceKind.PARKING_BAY, "generic-parking-bay");

    private final List<Rule> rules;

    private ScenarioParser(List<Rule> rules) {
        this.rules = rules;
    }

    /**
     * Reads scenarios.
     *
     * @param source what to call the text in issues, usually a file
     * @param yaml the text
     * @param rules the rules of the pack
     */
    public static ParsedScenarios parse(String source, String yaml, List<Rule> rules) {
        Issues issues = new Issues(source, yaml);
        ScenarioParser parser = new ScenarioParser(rules);
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
                map.need("device", "{ kind: manhole-cover }").flatMap(ScenarioParser::subject);
        List<ParameterOverride> overrides =
                map.find("overrides").map(this::overrides).orElseGet(List::of);
        List<Scenario.Report> reports = new ArrayList<>(series(map));
        map.find("readings")
                .flatMap(list -> list.list("readings"))
                .orElseGet(List::of)
                .forEach(item -> reading(item).ifPresent(reports::add));
        reports.sort(Comparator.comparing(Scenario.Report::logged));
        List<Scenario.Outage> outages =
                map
                        .find("outages")
                        .flatMap(list -> list.list("outages"))
                        .orElseGet(List::of)
                        .stream()
                        .flatMap(item -> outage(item).stream())
                        .toList();
        List<Expected> alarms =
                map.need("expect", "[]")
                        .map(list -> expectations(list, this::alarm))
                        .orElseGet(List::of);
        Scenario.Cases cases =
                map.has("cases")
                        ? new Scenario.Cases.Stated(
                                map.find("cases")
                                        .map(list -> expectations(list, this::caseEvent))
                                        .orElseGet(List::of))
                        : new Scenario.Cases.Unstated();
        Duration until =
                map.find("until")
                        .flatMap(end -> moment(end, "the end"))
                        .orElseGet(() -> lastOf(reports, outages, alarms, cases).plus(AFTERMATH));
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
                        overrides,
                        reports,
                        outages,
                        until,
                        alarms,
                        cases));
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

    private static Optional<Subject> subject(YamlValue value) {
        Optional<YamlMap> found =
                value.map("a device", List.of("kind", "profile", "report", "attributes", "tags"));
        Optional<DeviceKind> kind =
                found.flatMap(map -> map.need("kind", "manhole-cover"))
                        .flatMap(word -> word.word("a device kind", DeviceKind.words()))
                        .flatMap(DeviceKind::find);
        if (found.isEmpty() || kind.isEmpty()) {
            return Optional.empty();
        }
        YamlMap map = found.get();
        String generic = GENERIC.getOrDefault(kind.get(), "");
        Duration interval =
                map.find("report")
                        .flatMap(
                                text ->
                                        text.duration(
                                                "an expected interval",
                                                Duration.ofSeconds(1),
                                                Duration.ofDays(30)))
                        .orElseGet(
                                () ->
                                        generic.isEmpty()
                                                ? Duration.ofHours(24)
                                                : ShippedProfiles.require(generic)
                                                        .profile()
                                                        .expectedInterval());
        String profile =
                map.find("profile").flatMap(text -> text.text("a profile", 64)).orElse(generic);
        List<String> tags =
                map.find("tags").flatMap(list -> list.list("tags")).orElseGet(List::of).stream()
                        .flatMap(tag -> tag.text("a tag", 64).stream())
                        .toList();
        SortedMap<String, String> attributes = new TreeMap<>();
        map.find("attributes")
                .flatMap(open -> open.openMap("attributes"))
                .ifPresent(
                        open ->
                                open.entries()
                                        .forEach(
                                                (name, entry) ->
                                                        entry.value()
                                                                .text("an attribute", 200)
                                                                .ifPresent(
                                                                        text ->
                                                                                attributes.put(
                                                                                        name,
                                                                                        text))));
        Device device =
                new Device(
                        DEVICE,
                        profile,
                        "",
                        new Location.Unknown(),
                        tags,
                        attributes,
                        false,
                        Credentials.NONE);
        return Optional.of(new Subject(device, kind.get().word(), interval));
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
                                                        Overrides.check(rules, override)
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

    private static List<Scenario.Report> series(YamlMap map) {
        if (!map.has("series")) {
            return List.of();
        }
        Optional<Duration> every =
                map.need("every", "30s").flatMap(text -> moment(text, "the step of a series"));
        Optional<YamlMap> series = map.find("series").flatMap(open -> open.openMap("series"));
        if (every.isEmpty() || series.isEmpty()) {
            return List.of();
        }
        SortedMap<Integer, SortedMap<PointName, PointValue>> steps = new TreeMap<>();
        series.get()
                .entries()
                .forEach(
                        (name, entry) ->
                                point(entry.key(), name)
                                        .ifPresent(
                                                point -> {
                                                    Series.Parsed parsed =
                                                            Series.parse(
                                                                    entry.value()
                                                                            .text("a series", 4000)
                                                                            .orElse("_"));
                                                    if (!parsed.fault().isEmpty()) {
                                                        entry.value()
                                                                .report(
                                                                        ScenarioFault.BAD_SERIES,
                                                                        parsed.fault(),
                                                                        "write it as 20 x5, 20+1"
                                                                                + " x10, _");
                                                    }
                                                    for (int i = 0;
                                                            i < parsed.values().size();
                                                            i++) {
                                                        int step = i;
                                                        parsed.values()
                                                                .get(i)
                                                                .ifPresent(
                                                                        value ->
                                                                                steps.computeIfAbsent(
                                                                                                step,
                                                                                                first ->
                                                                                                        new TreeMap<>())
                                                                                        .put(
                                                                                                point,
                                                                                                value));
                                                    }
                                                }));
        List<Scenario.Report> reports = new ArrayList<>();
        steps.forEach(
                (step, points) -> {
                    Duration at = every.get().multipliedBy(step);
                    reports.add(new Scenario.Report(at, at, points));
                });
        return reports;
    }

    private static Optional<Scenario.Report> reading(YamlValue value) {
        Optional<YamlMap> found = value.openMap("a reading");
        Optional<Duration> at =
                found.flatMap(map -> map.need("at", "5m"))
                        .flatMap(text -> moment(text, "a reading's time"));
        if (found.isEmpty() || at.isEmpty()) {
            return Optional.empty();
        }
        Duration measured =
                found.get()
                        .find("measured")
                        .flatMap(text -> moment(text, "a reading's event time"))
                        .orElse(at.get());
        SortedMap<PointName, PointValue> points = new TreeMap<>();
        found.get()
                .entries()
                .forEach(
                        (name, entry) -> {
                            if (TIMES.contains(name)) {
                                return;
                            }
                            Series.Parsed one =
                                    Series.parse(entry.value().text("a value", 300).orElse("_"));
                            if (!one.fault().isEmpty()
                                    || one.values().size() != 1
                                    || one.values().getFirst().isEmpty()) {
                                entry.value()
                                        .report(
                                                ScenarioFault.BAD_SERIES,
                                                "a reading has one value for a point",
                                                "write a number, true, false or a text in double"
                                                        + " quotes");
                                return;
                            }
                            point(entry.key(), name)
                                    .ifPresent(
                                            point ->
                                                    points.put(
                                                            point,
                                                            one.values().getFirst().orElseThrow()));
                        });
        if (points.isEmpty()) {
            if (found.get().entries().keySet().stream().allMatch(TIMES::contains)) {
                value.report(
                        ScenarioFault.BAD_POINT,
                        "a reading has one point at least",
                        "add tilt: 40");
            }
            return Optional.empty();
        }
        return Optional.of(new Scenario.Report(at.get(), measured, points));
    }

    private static Optional<PointName> point(YamlValue at, String name) {
        if (PointName.isValid(name)) {
            return Optional.of(new PointName(name));
        }
        at.report(
                ScenarioFault.BAD_POINT,
                "\"" + name + "\" is no point's name: lower-case letters, digits and _",
                "name a point");
        return Optional.empty();
    }

    private static Optional<Scenario.Outage> outage(YamlValue value) {
        Optional<YamlMap> map = value.map("an outage", List.of("from", "to"));
        Optional<Duration> from =
                map.flatMap(found -> found.need("from", "1h"))
                        .flatMap(text -> moment(text, "the beginning of an outage"));
        Optional<Duration> to =
                map.flatMap(found -> found.need("to", "3h"))
                        .flatMap(text -> moment(text, "the end of an outage"));
        return from.isPresent() && to.isPresent()
                ? Optional.of(new Scenario.Outage(from.get(), to.get()))
                : Optional.empty();
    }

    /** Each a text, or a mapping of the one text to what its reason must contain. */
    private static List<Expected> expectations(
            YamlValue value, Function<YamlValue, Optional<String>> read) {
        List<Expected> expectations = new ArrayList<>();
        for (YamlValue item : value.list("expectations").orElseGet(List::of)) {
            if (!item.isMap()) {
                read.apply(item).ifPresent(line -> expectations.add(new Expected(line, "")));
                continue;
            }
            Map<String, YamlMap.Entry> entries =
                    item.openMap("an expectation").map(YamlMap::entries).orElseGet(Map::of);
            if (entries.size() != 1) {
                item.report(
                        ScenarioFault.BAD_EXPECTATION,
                        "an expectation with a reason is one line and, after a colon, what its"
                                + " reason must contain; this one has "
                                + entries.size()
                                + " lines",
                        "write each expectation as an item of its own");
                continue;
            }
            YamlMap.Entry entry = entries.values().iterator().next();
            Optional<String> line = read.apply(entry.key());
            Optional<String> reason = entry.value().text("a part of a reason", 1000);
            if (line.isPresent() && reason.isPresent()) {
                expectations.add(new Expected(line.get(), reason.get()));
            }
        }
        return expectations;
    }

    private Optional<String> alarm(YamlValue value) {
        return line(
                value,
                ALARM,
                "an expectation is <time> <rule> and one of raised <severity>, is <severity>,"
                        + " cleared, corrected, withdrawn",
                "write it as 1m cover-displaced raised major",
                "rule",
                rules.stream().map(rule -> rule.id().value()).toList());
    }

    private Optional<String> caseEvent(YamlValue value) {
        return line(
                value,
                CASE,
                "what happens to a case is <time> <kind>, one of opened, updated, recovered,"
                        + " reopened, withdrawn, and <severity>",
                "write it as 1m cover-unsafe opened major",
                "case kind",
                rules.stream().map(rule -> rule.caseKind().value()).distinct().toList());
    }

    private static Optional<String> line(
            YamlValue value,
            Pattern pattern,
            String rule,
            String hint,
            String what,
            List<String> names) {
        Optional<String> text = value.text("an expectation", 200);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher matcher = pattern.matcher(text.get());
        if (!matcher.matches() || Moments.parse(matcher.group("at")).isEmpty()) {
            value.report(
                    ScenarioFault.BAD_EXPECTATION, rule + ", not \"" + text.get() + "\"", hint);
            return Optional.empty();
        }
        String name = matcher.group("name");
        if (!names.contains(name)) {
            value.reportPart(
                    ScenarioFault.UNKNOWN_RULE,
                    matcher.start("name"),
                    name.length(),
                    "the pack has no " + what + " \"" + name + "\"",
                    Suggestions.hint(name, names));
            return Optional.empty();
        }
        return text;
    }

    private static Optional<Duration> moment(YamlValue value, String what) {
        Optional<String> text = value.text(what, 64);
        Optional<Duration> moment = text.flatMap(Moments::parse);
        if (text.isPresent() && moment.isEmpty()) {
            value.report(
                    ScenarioFault.BAD_MOMENT,
                    what
                            + " is a time since the beginning of at most "
                            + Moments.format(Moments.LONGEST)
                            + ", not \""
                            + text.get()
                            + "\"",
                    "write it as 90s or 2d12h");
        }
        return moment;
    }
}
