// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import org.lamplighter.alarm.CaseKind;
import org.lamplighter.alarm.Severity;
import org.lamplighter.alarm.Title;
import org.lamplighter.profile.DeviceKind;
import org.lamplighter.reading.PointName;
import org.lamplighter.rule.Rule.Stage;
import org.lamplighter.rule.Rule.Trigger;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.time.Duration;
import java.util.ArrayList;
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

    private final Vocabulary vocabulary;
    private Optional<HeadReader.Name> name = Optional.empty();
    private Set<String> kinds = Set.of();
    private Set<String> profiles = Set.of();
    private Set<String> tags = Set.of();
    private SortedMap<String, Parameter> parameters = new TreeMap<>();

    RuleReader(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** The rule's name, even if the rule is faulty. */
    Optional<HeadReader.Name> name() {
        return name;
    }

    Optional<Rule> read(YamlValue value) {
        return value.map(RULE, KEYS).flatMap(this::read);
    }

    private Optional<Rule> read(YamlMap map) {
        name = HeadReader.name(map, "a rule's id", "cover-displaced");
        Optional<Title> title =
                map.need("title", "{ en: Manhole cover displaced, zh: 井盖位移 }")
                        .flatMap(HeadReader::title);
        map.need("applies-to", "{ kind: manhole-cover }").ifPresent(this::readScope);
        SortedMap<PointName, org.lamplighter.profile.Point> points = vocabulary.common(kinds);
        map.find("parameters")
                .ifPresent(declared -> parameters = ParameterReader.read(declared, points));
        ConditionReader conditions =
                new ConditionReader(new Conditions(points, parameters), !kinds.isEmpty());
        AmountReader amounts = new AmountReader(parameters);
        List<Stage> stages =
                map.need("severity", "major")
                        .map(severity -> stages(severity, conditions))
                        .orElseGet(List::of);
        Optional<Trigger> trigger =
                map.needOneOf(List.of("raise", "no-report"))
                        .flatMap(key -> new TriggerReader(conditions, amounts).read(map, key));
        Optional<YamlMap> caseMap =
                map.need("case", "{ kind: cover-unsafe, deadline: 2h }")
                        .flatMap(
                                found ->
                                        found.map(
                                                "a case",
                                                List.of("kind", "deadline", "group-wait")));
        Optional<CaseKind> kind = caseMap.flatMap(found -> HeadReader.kind(found, "cover-unsafe"));
        Optional<Duration> deadline = caseMap.flatMap(found -> HeadReader.deadline(found, "2h"));
        Optional<Duration> groupWait =
                caseMap.flatMap(found -> found.find("group-wait"))
                        .map(
                                found ->
                                        found.duration(
                                                "a group wait",
                                                Duration.ZERO,
                                                Limits.LONGEST_GROUP_WAIT))
                        .orElse(Optional.of(Duration.ZERO));
        Set<String> unused = new TreeSet<>(parameters.keySet());
        unused.removeAll(conditions.used());
        unused.removeAll(amounts.used());
        reportUnused(map, unused);
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

    private static List<Stage> stages(YamlValue value, ConditionReader conditions) {
        if (!value.isList()) {
            return HeadReader.severity(value)
                    .map(severity -> List.of(new Stage(severity, List.of())))
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
                            .flatMap(HeadReader::severity);
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
            List<Condition> condition = when.flatMap(conditions::read).stream().toList();
            level.filter(found -> condition.size() == (last ? 0 : 1))
                    .ifPresent(found -> stages.add(new Stage(found, condition)));
        }
        return stages.size() == items.size() ? stages : List.of();
    }

    /**
     * Only once the rest of the rule could be read: a name in a faulty condition may well be used.
     */
    private static void reportUnused(YamlMap map, Set<String> unused) {
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
