// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import org.lamplighter.alarm.CaseKind;
import org.lamplighter.alarm.RuleId;
import org.lamplighter.alarm.Severity;
import org.lamplighter.alarm.Title;
import org.lamplighter.profile.DeviceKind;
import org.lamplighter.reading.PointName;
import org.lamplighter.rule.Rule.Hold;
import org.lamplighter.rule.Rule.Stage;
import org.lamplighter.rule.Rule.Trigger;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads one rule; used once, by one thread. What is missing or wrong is reported where it stands.
 */
final class RuleReader {
    private static final String RULE = "a rule";
    private static final List<String> KEYS =
            List.of(
                    "id",
                    "title",
                    "applies-to",
                    "severity",
                    "parameters",
                    "raise",
                    "hold",
                    "clear",
                    "clear-hold",
                    "daylight",
                    "no-report",
                    "case");
    private static final List<String> SEVERITIES = List.of("minor", "major", "critical");
    private static final int MAX_TITLE = 200;
    private static final Duration LONGEST_DEADLINE = Duration.ofDays(365);

    private final Vocabulary vocabulary;
    private final Set<String> usedParameters = new HashSet<>();
    private Optional<Name> name = Optional.empty();
    private Set<String> kinds = Set.of();
    private Set<String> profiles = Set.of();
    private Set<String> tags = Set.of();
    private SortedMap<String, Parameter> parameters = new TreeMap<>();

    RuleReader(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** A rule's id, where it stands. */
    record Name(RuleId id, YamlValue at) {}

    /** The rule's name, even if the rule is faulty. */
    Optional<Name> name() {
        return name;
    }

    Optional<Rule> read(YamlValue value) {
        return value.map(RULE, KEYS).flatMap(this::read);
    }

    private Optional<Rule> read(YamlMap map) {
        name =
                map.need("id", "cover-displaced")
                        .flatMap(
                                id ->
                                        named(id, "a rule's id", RuleId::new)
                                                .map(found -> new Name(found, id)));
        Optional<Title> title =
                map.need("title", "{ en: Manhole cover displaced, zh: 井盖位移 }")
                        .flatMap(RuleReader::title);
        map.need("applies-to", "{ kind: manhole-cover }").ifPresent(this::readScope);
        SortedMap<PointName, org.lamplighter.profile.Point> points = vocabulary.common(kinds);
        map.find("parameters")
                .ifPresent(declared -> parameters = ParameterReader.read(declared, points));
        Conditions conditions = new Conditions(points, parameters);
        List<Stage> stages =
                map.need("severity", "major")
                        .map(severity -> stages(severity, conditions))
                        .orElseGet(List::of);
        Optional<Trigger> trigger =
                map.needOneOf(List.of("raise", "no-report"))
                        .flatMap(key -> trigger(map, key, conditions));
        Optional<YamlMap> caseMap =
                map.need("case", "{ kind: cover-unsafe, deadline: 2h }")
                        .flatMap(
                                found ->
                                        found.map(
                                                "a case",
                                                List.of("kind", "deadline", "group-wait")));
        Optional<CaseKind> kind =
                caseMap.flatMap(found -> found.need("kind", "cover-unsafe"))
                        .flatMap(found -> named(found, "a case kind", CaseKind::new));
        Optional<Duration> deadline =
                caseMap.flatMap(found -> found.need("deadline", "2h"))
                        .flatMap(
                                found ->
                                        found.duration(
                                                "a deadline",
                                                Duration.ofMinutes(1),
                                                LONGEST_DEADLINE));
        Optional<Duration> groupWait =
                caseMap.flatMap(found -> found.find("group-wait"))
                        .map(
                                found ->
                                        found.duration(
                                                "a group wait",
                                                Duration.ZERO,
                                                Limits.LONGEST_GROUP_WAIT))
                        .orElse(Optional.of(Duration.ZERO));
        reportUnused(map);
        if (name.isEmpty()
                || title.isEmpty()
                || kinds.isEmpty()
                || stages.isEmpty()
                || trigger.isEmpty()
                || kind.isEmpty()
                || deadline.isEmpty()
                || groupWait.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Rule(
                        name.get().id(),
                        title.get(),
                        kinds,
                        profiles,
                        tags,
                        stages,
                        parameters,
                        trigger.get(),
                        kind.get(),
                        deadline.get(),
                        groupWait.get()));
    }

    private void readScope(YamlValue value) {
        value.map("applies-to", List.of("kind", "profile", "tag"))
                .ifPresent(
                        scope -> {
                            kinds =
                                    scope.need("kind", "manhole-cover")
                                            .map(
                                                    kind ->
                                                            words(
                                                                    kind,
                                                                    item ->
                                                                            item.word(
                                                                                    "a device kind",
                                                                                    DeviceKind
                                                                                            .words())))
                                            .orElseGet(Set::of);
                            profiles =
                                    scope.find("profile")
                                            .map(
                                                    found ->
                                                            words(
                                                                    found,
                                                                    item ->
                                                                            item.text(
                                                                                    "a profile",
                                                                                    64)))
                                            .orElseGet(Set::of);
                            tags =
                                    scope.find("tag")
                                            .map(
                                                    found ->
                                                            words(
                                                                    found,
                                                                    item -> item.text("a tag", 64)))
                                            .orElseGet(Set::of);
                        });
    }

    private static Set<String> words(YamlValue value, Function<YamlValue, Optional<String>> word) {
        List<YamlValue> items =
                value.isList() ? value.list("names").orElseGet(List::of) : List.of(value);
        Set<String> words = new TreeSet<>();
        items.forEach(item -> word.apply(item).ifPresent(words::add));
        return words;
    }

    static Optional<Title> title(YamlValue value) {
        Optional<YamlMap> map = value.map("a title", List.of("en", "zh"));
        Optional<String> en =
                map.flatMap(title -> title.need("en", "Manhole cover displaced"))
                        .flatMap(text -> text.text("a title", MAX_TITLE));
        Optional<String> zh =
                map.flatMap(title -> title.need("zh", "井盖位移"))
                        .flatMap(text -> text.text("a title", MAX_TITLE));
        return en.isPresent() && zh.isPresent()
                ? Optional.of(new Title(en.get(), zh.get()))
                : Optional.empty();
    }

    static <T> Optional<T> named(YamlValue value, String what, Function<String, T> make) {
        Optional<String> text = value.text(what, 200);
        try {
            return text.map(make);
        } catch (IllegalArgumentException e) {
            value.report(
                    RuleFault.BAD_NAME,
                    what
                            + " is a lower-case letter followed by at most 63 lower-case letters,"
                            + " digits or -, not \""
                            + text.orElse("")
                            + "\"",
                    "rename it");
            return Optional.empty();
        }
    }

    private List<Stage> stages(YamlValue value, Conditions conditions) {
        if (!value.isList()) {
            return value.word("a severity", SEVERITIES)
                    .map(word -> List.of(new Stage(Severity.parse(word), List.of())))
                    .orElseGet(List::of);
        }
        List<YamlValue> items = value.list("severities").orElseGet(List::of);
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            boolean last = i == items.size() - 1;
            YamlValue item = items.get(i);
            Optional<YamlMap> map = item.map("a severity", List.of("level", "when"));
            Optional<Severity> level =
                    map.flatMap(found -> found.need("level", "critical"))
                            .flatMap(found -> found.word("a severity", SEVERITIES))
                            .map(Severity::parse);
            Optional<YamlValue> when = map.flatMap(found -> found.find("when"));
            if (map.isPresent() && when.isPresent() == last) {
                item.report(
                        RuleFault.UNREACHABLE_SEVERITY,
                        last
                                ? "the last severity holds whenever no other does, so it has no"
                                        + " \"when\""
                                : "only the last severity has no \"when\": those after this one"
                                        + " could never be",
                        last
                                ? "remove its \"when\", or add a severity after it"
                                : "add when: and a condition");
                continue;
            }
            List<Condition> condition =
                    when.flatMap(found -> condition(found, conditions)).stream().toList();
            level.filter(found -> condition.size() == (last ? 0 : 1))
                    .ifPresent(found -> stages.add(new Stage(found, condition)));
        }
        return stages.size() == items.size() ? stages : List.of();
    }

    private Optional<Trigger> trigger(YamlMap map, String key, Conditions conditions) {
        if (key.equals("no-report")) {
            for (String other : List.of("hold", "clear", "clear-hold", "daylight")) {
                if (map.has(other)) {
                    map.requireKey(other)
                            .report(
                                    RuleFault.WRONG_FOR_TRIGGER,
                                    "a no-report rule is cleared by any report, so it has no \""
                                            + other
                                            + "\"",
                                    "remove it");
                }
            }
            return map.find(key)
                    .flatMap(found -> found.map("no-report", List.of("intervals")))
                    .flatMap(found -> found.need("intervals", "2.5"))
                    .flatMap(found -> number(found, "intervals", 1, 1000))
                    .map(Rule.Silence::new);
        }
        Optional<Condition> raise = map.find(key).flatMap(found -> condition(found, conditions));
        Optional<Hold> hold =
                map.has("hold")
                        ? map.find("hold").flatMap(found -> hold(found, conditions))
                        : Optional.of(new Hold(Amount.NONE, Amount.NONE, Amount.NONE, List.of()));
        Optional<Condition> clear =
                map.has("clear")
                        ? map.find("clear").flatMap(found -> condition(found, conditions))
                        : raise.map(conditions::negate);
        Optional<Amount> clearHold =
                map.has("clear-hold")
                        ? map.find("clear-hold")
                                .flatMap(found -> found.map("clear-hold", List.of("for")))
                                .flatMap(found -> found.need("for", "10m"))
                                .flatMap(found -> span(found, "a clear-hold"))
                        : Optional.of(Amount.NONE);
        Optional<Rule.Daylight> daylight = map.find("daylight").flatMap(this::daylight);
        if (raise.isEmpty()
                || hold.isEmpty()
                || clear.isEmpty()
                || clearHold.isEmpty()
                || daylight.isPresent() != map.has("daylight")) {
            return Optional.empty();
        }
        return Optional.of(
                new Rule.Threshold(
                        raise.get(),
                        hold.get(),
                        clear.get(),
                        clearHold.get(),
                        daylight.stream().toList()));
    }

    private Optional<Rule.Daylight> daylight(YamlValue value) {
        Optional<YamlMap> map = value.map("daylight", List.of("after-sunrise", "before-sunset"));
        Optional<Amount> after =
                map.flatMap(found -> found.need("after-sunrise", "30m"))
                        .flatMap(found -> span(found, "after-sunrise"));
        Optional<Amount> before =
                map.flatMap(found -> found.need("before-sunset", "30m"))
                        .flatMap(found -> span(found, "before-sunset"));
        return after.isPresent() && before.isPresent()
                ? Optional.of(new Rule.Daylight(after.get(), before.get()))
                : Optional.empty();
    }

    private Optional<Hold> hold(YamlValue value, Conditions conditions) {
        Optional<YamlMap> map = value.map("a hold", List.of("for", "times", "within", "unless"));
        if (map.isEmpty()) {
            return Optional.empty();
        }
        YamlMap hold = map.get();
        if (!hold.has("for") && !hold.has("times")) {
            value.report(
                    YamlIssue.MISSING_KEY,
                    "a hold needs the key \"for\" or the key \"times\"",
                    "add for: 60s, or times: 2");
            return Optional.empty();
        }
        if (hold.has("within") && !hold.has("times")) {
            hold.requireKey("within")
                    .report(
                            RuleFault.WRONG_FOR_TRIGGER,
                            "\"within\" limits how far apart the readings of \"times\" may be, and"
                                    + " there is none",
                            "add times: 2, or remove it");
        }
        Optional<Amount> span = amount(hold, "for", found -> span(found, "a hold"));
        Optional<Amount> times =
                amount(hold, "times", found -> number(found, "times", 1, Limits.MAX_TIMES));
        Optional<Amount> within = amount(hold, "within", found -> span(found, "within"));
        Optional<Condition> unless =
                hold.find("unless").flatMap(found -> condition(found, conditions));
        if (span.isEmpty()
                || times.isEmpty()
                || within.isEmpty()
                || unless.isPresent() != hold.has("unless")) {
            return Optional.empty();
        }
        return Optional.of(
                new Hold(span.get(), times.get(), within.get(), unless.stream().toList()));
    }

    private static Optional<Amount> amount(
            YamlMap map, String key, Function<YamlValue, Optional<Amount>> read) {
        return map.has(key) ? map.find(key).flatMap(read) : Optional.of(Amount.NONE);
    }

    private Optional<Amount> span(YamlValue value, String what) {
        return value.text(what, 64)
                .flatMap(
                        text -> {
                            Optional<Duration> span = Spans.parse(text);
                            if (span.isEmpty()) {
                                return parameter(
                                        value,
                                        text,
                                        what,
                                        Parameter.Type.DURATION,
                                        "a duration such as 60s");
                            }
                            if (span.get().compareTo(Limits.LONGEST_HOLD) > 0) {
                                value.report(
                                        YamlIssue.OUT_OF_RANGE,
                                        what
                                                + " is at most "
                                                + Spans.format(Limits.LONGEST_HOLD)
                                                + ", not "
                                                + text,
                                        "choose a shorter one");
                                return Optional.empty();
                            }
                            return Optional.of(new Amount.Fixed(span.get().toMillis()));
                        });
    }

    private Optional<Amount> number(YamlValue value, String what, double min, double max) {
        return value.text(what, 64)
                .flatMap(
                        text -> {
                            Optional<Double> number = Spans.parseNumber(text);
                            if (number.isEmpty()) {
                                return parameter(
                                                value,
                                                text,
                                                what,
                                                Parameter.Type.NUMBER,
                                                "a number")
                                        .filter(found -> staysWithin(value, text, what, min, max));
                            }
                            if (number.get() < min || number.get() > max) {
                                value.report(
                                        YamlIssue.OUT_OF_RANGE,
                                        what
                                                + " is "
                                                + Spans.formatNumber(min)
                                                + " to "
                                                + Spans.formatNumber(max)
                                                + ", not "
                                                + text,
                                        "choose a value within");
                                return Optional.empty();
                            }
                            return Optional.of(new Amount.Fixed(number.get()));
                        });
    }

    /** An override may take a parameter as far as its min and max go. */
    private boolean staysWithin(YamlValue value, String name, String what, double min, double max) {
        Parameter parameter = parameters.get(name);
        if (parameter == null || (parameter.min() >= min && parameter.max() <= max)) {
            return true;
        }
        value.report(
                YamlIssue.OUT_OF_RANGE,
                what
                        + " is "
                        + Spans.formatNumber(min)
                        + " to "
                        + Spans.formatNumber(max)
                        + ", and the parameter \""
                        + name
                        + "\" may be "
                        + parameter.format(parameter.min())
                        + " to "
                        + parameter.format(parameter.max()),
                "narrow the parameter's min and max");
        return false;
    }

    private Optional<Amount> parameter(
            YamlValue value, String name, String what, Parameter.Type type, String otherwise) {
        Parameter parameter = parameters.get(name);
        if (parameter != null && parameter.type() == type) {
            usedParameters.add(name);
            return Optional.of(new Amount.OfParameter(name));
        }
        List<String> candidates =
                parameters.values().stream()
                        .filter(candidate -> candidate.type() == type)
                        .map(Parameter::name)
                        .toList();
        value.report(
                RuleFault.UNKNOWN_PARAMETER,
                what
                        + " is "
                        + otherwise
                        + " or the name of such a parameter of this rule, not \""
                        + name
                        + "\"",
                candidates.isEmpty()
                        ? "write the value, or declare it under parameters"
                        : org.lamplighter.yaml.Suggestions.hint(name, candidates));
        return Optional.empty();
    }

    private Optional<Condition> condition(YamlValue value, Conditions conditions) {
        Optional<String> text = value.text("a condition", Conditions.MAX_LENGTH);
        if (text.isEmpty() || kinds.isEmpty()) {
            return Optional.empty();
        }
        switch (conditions.compile(text.get())) {
            case Conditions.Result.Compiled(Condition condition) -> {
                usedParameters.addAll(condition.parameters());
                if (condition.points().isEmpty()) {
                    value.report(
                            RuleFault.NO_POINT,
                            "a condition looks at one point at least, and this one at none",
                            "name a point of the rule's device kinds");
                    return Optional.empty();
                }
                return Optional.of(condition);
            }
            case Conditions.Result.Faulty(List<Conditions.Fault> faults) -> {
                faults.forEach(
                        fault ->
                                value.reportPart(
                                        RuleFault.BAD_CONDITION,
                                        fault.offset(),
                                        fault.length(),
                                        fault.rule(),
                                        fault.hint()));
                return Optional.empty();
            }
        }
    }

    /**
     * Only once the rest of the rule could be read: a name in a faulty condition may well be used.
     */
    private void reportUnused(YamlMap map) {
        Set<String> unused = new TreeSet<>(parameters.keySet());
        unused.removeAll(usedParameters);
        if (unused.isEmpty() || !map.issues().isEmpty()) {
            return;
        }
        map.find("parameters")
                .flatMap(found -> found.openMap("parameters"))
                .ifPresent(
                        declared ->
                                unused.forEach(
                                        parameter ->
                                                declared.requireKey(parameter)
                                                        .report(
                                                                RuleFault.UNUSED_PARAMETER,
                                                                "nothing in this rule uses the"
                                                                        + " parameter \""
                                                                        + parameter
                                                                        + "\"",
                                                                "use it, or remove it")));
    }
}
