// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import org.lamplighter.alarm.CaseKind;
import org.lamplighter.alarm.RuleId;
import org.lamplighter.alarm.Severity;
import org.lamplighter.alarm.Title;
import org.lamplighter.yaml.Suggestions;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads what alarms of an area mean together; used once, by one thread. What is missing or wrong is
 * reported where it stands.
 */
final class AreaPolicyReader {
    /** The keys of which each policy has one. */
    static final List<String> KINDS = List.of("collapse", "inhibit");

    private static final List<String> COLLAPSE_KEYS =
            List.of("id", "title", "severity", "collapse", "case");
    private static final List<String> INHIBIT_KEYS = List.of("id", "inhibit");
    private static final Pattern ATTRIBUTE = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    private static final Pattern SHARE = Pattern.compile("(\\d{1,3}) ?%");
    private static final Duration DEFAULT_UPDATE = Duration.ofSeconds(30);

    private final Map<RuleId, Rule> rules;
    private final Set<RuleId> named;
    private Optional<HeadReader.Name> name = Optional.empty();

    /**
     * @param rules of the pack, by id
     * @param named all names there are in the pack, also of rules with faults of their own
     */
    AreaPolicyReader(Map<RuleId, Rule> rules, Set<RuleId> named) {
        this.rules = rules;
        this.named = named;
    }

    static boolean isPolicy(YamlValue item) {
        return KINDS.stream().anyMatch(item::hasKey);
    }

    /** The policy's name, even if it is faulty. */
    Optional<HeadReader.Name> name() {
        return name;
    }

    Optional<AreaPolicy> read(YamlValue value) {
        return value.hasKey("inhibit")
                ? value.map("a policy that inhibits", INHIBIT_KEYS).flatMap(this::inhibit)
                : value.map("a policy that collapses", COLLAPSE_KEYS).flatMap(this::collapse);
    }

    private Optional<AreaPolicy> collapse(YamlMap map) {
        name = HeadReader.name(map, "a policy's id", "area-overflow");
        Optional<Title> title =
                map.need("title", "{ en: Sewers of a main overflowing, zh: 片区满溢 }")
                        .flatMap(HeadReader::title);
        Optional<Severity> severity = map.need("severity", "major").flatMap(HeadReader::severity);
        Optional<YamlMap> collapse =
                map.find("collapse")
                        .flatMap(
                                found ->
                                        found.map(
                                                "collapse",
                                                List.of(
                                                        "rules",
                                                        "by",
                                                        "devices",
                                                        "share",
                                                        "within",
                                                        "update-every")));
        Optional<Set<RuleId>> counted =
                collapse.flatMap(found -> found.need("rules", "[sewer-overflow]"))
                        .flatMap(this::rules);
        Optional<String> attribute =
                collapse.flatMap(found -> found.need("by", "drainage_main"))
                        .flatMap(AreaPolicyReader::attribute);
        Optional<Long> devices =
                collapse.flatMap(found -> found.need("devices", "5"))
                        .flatMap(
                                found ->
                                        found.integer(
                                                "a number of devices",
                                                AreaTuning.FEWEST_DEVICES,
                                                AreaTuning.MOST_DEVICES));
        Optional<Integer> percent = optional(collapse, "share", AreaPolicyReader::share, 0);
        Optional<Duration> within =
                collapse.flatMap(found -> found.need("within", "10m"))
                        .flatMap(
                                found ->
                                        found.duration(
                                                "within",
                                                AreaTuning.SHORTEST_WITHIN,
                                                Limits.LONGEST_WITHIN));
        Optional<Duration> update =
                optional(
                        collapse,
                        "update-every",
                        found ->
                                found.duration(
                                        "update-every", Duration.ZERO, Limits.LONGEST_WITHIN),
                        DEFAULT_UPDATE);
        Optional<YamlMap> caseMap =
                map.need("case", "{ kind: area-overflow, deadline: 4h }")
                        .flatMap(found -> found.map("a case", List.of("kind", "deadline")));
        Optional<CaseKind> kind = caseMap.flatMap(found -> HeadReader.kind(found, "area-overflow"));
        Optional<Duration> deadline = caseMap.flatMap(found -> HeadReader.deadline(found, "4h"));
        if (name.isEmpty()
                || title.isEmpty()
                || severity.isEmpty()
                || counted.isEmpty()
                || attribute.isEmpty()
                || devices.isEmpty()
                || percent.isEmpty()
                || within.isEmpty()
                || update.isEmpty()
                || kind.isEmpty()
                || deadline.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new AreaPolicy.Collapse(
                        name.get().id(),
                        0,
                        attribute.get(),
                        title.get(),
                        severity.get(),
                        kind.get(),
                        deadline.get(),
                        counted.get(),
                        kindsOf(counted.get()),
                        devices.get().intValue(),
                        percent.get(),
                        within.get(),
                        update.get()));
    }

    private Optional<AreaPolicy> inhibit(YamlMap map) {
        name = HeadReader.name(map, "a policy's id", "area-overflow");
        Optional<YamlMap> inhibit =
                map.find("inhibit")
                        .flatMap(
                                found ->
                                        found.map(
                                                "inhibit",
                                                List.of(
                                                        "when", "hides", "by", "before",
                                                        "linger")));
        Optional<Set<RuleId>> when =
                inhibit.flatMap(found -> found.need("when", "[cabinet-silent]"))
                        .flatMap(this::rules);
        Optional<Set<RuleId>> hides =
                inhibit.flatMap(found -> found.need("hides", "[lamp-out]")).flatMap(this::rules);
        Optional<String> attribute =
                inhibit.flatMap(found -> found.need("by", "cabinet"))
                        .flatMap(AreaPolicyReader::attribute);
        Optional<Duration> before = span(inhibit, "before", "1h");
        Optional<Duration> linger = span(inhibit, "linger", "10m");
        if (name.isEmpty()
                || when.isEmpty()
                || hides.isEmpty()
                || attribute.isEmpty()
                || before.isEmpty()
                || linger.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new AreaPolicy.Inhibit(
                        name.get().id(),
                        0,
                        attribute.get(),
                        when.get(),
                        hides.get(),
                        kindsOf(hides.get()),
                        before.get(),
                        linger.get()));
    }

    private static Optional<Duration> span(Optional<YamlMap> map, String key, String example) {
        return map.flatMap(found -> found.need(key, example))
                .flatMap(found -> found.duration(key, Duration.ZERO, Limits.LONGEST_HOLD));
    }

    /** What is read of a key that need not be there. */
    private static <T> Optional<T> optional(
            Optional<YamlMap> map,
            String key,
            java.util.function.Function<YamlValue, Optional<T>> read,
            T otherwise) {
        Optional<YamlValue> value = map.flatMap(found -> found.find(key));
        return value.isPresent() ? read.apply(value.get()) : Optional.of(otherwise);
    }

    private static Optional<Integer> share(YamlValue value) {
        Optional<String> text = value.text("a share", 8);
        Optional<Integer> percent =
                text.map(SHARE::matcher)
                        .filter(Matcher::matches)
                        .map(matcher -> Integer.parseInt(matcher.group(1)))
                        .filter(number -> number >= 1 && number <= 100);
        if (text.isPresent() && percent.isEmpty()) {
            value.report(
                    YamlIssue.OUT_OF_RANGE,
                    "a share is 1% to 100%, not \"" + text.get() + "\"",
                    "write a whole number and %, such as 60%");
        }
        return percent;
    }

    private static Optional<String> attribute(YamlValue value) {
        Optional<String> text = value.text("an attribute", 64);
        if (text.isPresent() && !ATTRIBUTE.matcher(text.get()).matches()) {
            value.report(
                    RuleFault.BAD_NAME,
                    "an attribute is a lower-case letter followed by at most 63 lower-case"
                            + " letters, digits or _, not \""
                            + text.get()
                            + "\"",
                    "write the name of a column of devices.csv, such as drainage_main");
            return Optional.empty();
        }
        return text;
    }

    private Optional<Set<RuleId>> rules(YamlValue value) {
        List<YamlValue> items =
                value.isList() ? value.list("rules").orElseGet(List::of) : List.of(value);
        Set<RuleId> found = new TreeSet<>();
        for (YamlValue item : items) {
            Optional<RuleId> id = HeadReader.named(item, "a rule's id", RuleId::new);
            if (id.isPresent() && !rules.containsKey(id.get())) {
                if (!named.contains(id.get())) {
                    item.report(
                            RuleFault.UNKNOWN_RULE,
                            "the pack has no rule \"" + id.get() + "\"",
                            Suggestions.hint(
                                    id.get().value(),
                                    rules.keySet().stream().map(RuleId::value).toList()));
                }
                return Optional.empty();
            }
            id.ifPresent(found::add);
        }
        return found.isEmpty() || found.size() < items.size()
                ? Optional.empty()
                : Optional.of(found);
    }

    private Set<String> kindsOf(Set<RuleId> ids) {
        return ids.stream()
                .flatMap(id -> Optional.ofNullable(rules.get(id)).stream())
                .flatMap(rule -> rule.kinds().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
