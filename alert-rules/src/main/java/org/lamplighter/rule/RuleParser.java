// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import org.lamplighter.alarm.RuleId;
import org.lamplighter.profile.DeviceKind;
import org.lamplighter.profile.Point;
import org.lamplighter.reading.PointName;
import org.lamplighter.unit.Unit;
import org.lamplighter.yaml.Issues;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlReader;
import org.lamplighter.yaml.YamlValue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads packs of rules. Pure: any text gives rules or issues, nothing is thrown. Safe to share
 * between threads.
 */
public final class RuleParser {
    /** The most rules in a pack. */
    public static final int MAX_RULES = 100;

    /** The longest rule, in characters from its dash to the next one's. */
    public static final int MAX_RULE_LENGTH = 16 * 1024;

    private static final String PACK = "a pack";

    private RuleParser() {}

    /**
     * Reads a pack: a list of rules, or a mapping of {@code points} and {@code rules}.
     *
     * @param source what to call it in issues, usually a file
     * @param yaml its text
     */
    public static ParsedPack parse(String source, String yaml) {
        Issues issues = new Issues(source, yaml);
        Contents contents =
                YamlReader.read(yaml, issues)
                        .map(document -> pack(document, yaml))
                        .orElse(Contents.NONE);
        return issues.isEmpty()
                ? new ParsedPack.Valid(contents.rules(), contents.policies())
                : new ParsedPack.Faulty(issues.found());
    }

    private record Contents(List<Rule> rules, List<AreaPolicy> policies) {
        static final Contents NONE = new Contents(List.of(), List.of());
    }

    private static Contents pack(YamlValue document, String yaml) {
        Vocabulary vocabulary = new Vocabulary();
        if (document.isList()) {
            return rules(document, vocabulary, yaml);
        }
        Optional<YamlMap> map = document.map(PACK, List.of("points", "rules"));
        map.flatMap(pack -> pack.find("points"))
                .flatMap(points -> points.openMap("points"))
                .ifPresent(points -> declare(points, vocabulary));
        return map.flatMap(pack -> pack.need("rules", "a list"))
                .map(rules -> rules(rules, vocabulary, yaml))
                .orElse(Contents.NONE);
    }

    private static Contents rules(YamlValue value, Vocabulary vocabulary, String yaml) {
        List<YamlValue> items = value.list("rules").orElseGet(List::of);
        if (items.size() > MAX_RULES) {
            value.report(
                    RuleFault.TOO_LARGE,
                    "a pack has at most " + MAX_RULES + " rules, not " + items.size(),
                    "move some of them to a pack of their own");
            return Contents.NONE;
        }
        List<Rule> rules = new ArrayList<>();
        List<YamlValue> ofAreas = new ArrayList<>();
        Set<RuleId> names = new HashSet<>();
        int[] lineStarts = lineStarts(yaml);
        for (int i = 0; i < items.size(); i++) {
            YamlValue item = items.get(i);
            int end =
                    i + 1 < items.size() ? lineStarts[items.get(i + 1).line() - 1] : yaml.length();
            int length = end - lineStarts[item.line() - 1];
            if (length > MAX_RULE_LENGTH) {
                item.report(
                        RuleFault.TOO_LARGE,
                        "a rule has at most " + MAX_RULE_LENGTH + " characters, not " + length,
                        "shorten it, or make two rules of it");
            } else if (AreaPolicyReader.isPolicy(item)) {
                ofAreas.add(item);
            } else {
                RuleReader reader = new RuleReader(vocabulary);
                reader.read(item).ifPresent(rules::add);
                reader.name().ifPresent(name -> checkNew(name, names));
            }
        }
        return new Contents(rules, policies(ofAreas, rules, names));
    }

    /** Read after all rules, since they name them. */
    private static List<AreaPolicy> policies(
            List<YamlValue> items, List<Rule> rules, Set<RuleId> names) {
        Map<RuleId, Rule> byId = new HashMap<>();
        rules.forEach(rule -> byId.putIfAbsent(rule.id(), rule));
        List<AreaPolicy> policies = new ArrayList<>();
        for (YamlValue item : items) {
            AreaPolicyReader reader = new AreaPolicyReader(byId, Set.copyOf(names));
            reader.read(item).ifPresent(policies::add);
            reader.name().ifPresent(name -> checkNew(name, names));
        }
        return policies;
    }

    private static void checkNew(HeadReader.Name name, Set<RuleId> names) {
        if (!names.add(name.id())) {
            name.at()
                    .report(
                            RuleFault.DUPLICATE_RULE,
                            "the pack has a rule \"" + name.id() + "\" already",
                            "choose another name, or remove one of the two");
        }
    }

    private static int[] lineStarts(String yaml) {
        List<Integer> starts = new ArrayList<>(List.of(0));
        for (int i = 0; i < yaml.length(); i++) {
            char c = yaml.charAt(i);
            boolean crlf = c == '\r' && i + 1 < yaml.length() && yaml.charAt(i + 1) == '\n';
            if (c == '\n' || (c == '\r' && !crlf)) {
                starts.add(i + 1);
            }
        }
        return starts.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void declare(YamlMap kinds, Vocabulary vocabulary) {
        kinds.entries()
                .forEach(
                        (kind, entry) -> {
                            if (entry.key().word("a device kind", DeviceKind.words()).isEmpty()) {
                                return;
                            }
                            entry.value()
                                    .openMap("the points of " + kind)
                                    .ifPresent(
                                            points ->
                                                    points.entries()
                                                            .forEach(
                                                                    (name, point) -> {
                                                                        if (!PointName.isValid(
                                                                                name)) {
                                                                            point.key()
                                                                                    .report(
                                                                                            RuleFault
                                                                                                    .BAD_NAME,
                                                                                            "a point's"
                                                                                                + " name"
                                                                                                + " is a"
                                                                                                + " lower-case"
                                                                                                + " letter"
                                                                                                + " followed"
                                                                                                + " by at"
                                                                                                + " most"
                                                                                                + " 63 lower-case"
                                                                                                + " letters,"
                                                                                                + " digits"
                                                                                                + " or _,"
                                                                                                + " not \""
                                                                                                    + name
                                                                                                    + "\"",
                                                                                            "rename"
                                                                                                + " it");
                                                                            return;
                                                                        }
                                                                        type(point.value())
                                                                                .ifPresent(
                                                                                        type ->
                                                                                                vocabulary
                                                                                                        .add(
                                                                                                                kind,
                                                                                                                new Point(
                                                                                                                        new PointName(
                                                                                                                                name),
                                                                                                                        type)));
                                                                    }));
                        });
    }

    private static Optional<Point.Type> type(YamlValue value) {
        Optional<YamlMap> map = value.map("a point", List.of("type", "unit"));
        Optional<String> word =
                map.flatMap(point -> point.find("type"))
                        .map(
                                type ->
                                        type.word("a type", List.of("quantity", "flag", "text"))
                                                .orElse(""));
        if (map.isEmpty() || word.equals(Optional.of(""))) {
            return Optional.empty();
        }
        if (word.isPresent() && !word.get().equals("quantity")) {
            return Optional.of(
                    word.get().equals("flag") ? new Point.Type.Flag() : new Point.Type.Text());
        }
        return map.get()
                .need("unit", "deg")
                .flatMap(RuleParser::unit)
                .map(Point.Type.Quantity::new);
    }

    private static Optional<Unit> unit(YamlValue value) {
        Optional<String> code = value.text("a unit", Unit.MAX_LENGTH);
        if (code.isPresent() && !Unit.isValid(code.get())) {
            value.report(
                    RuleFault.UNKNOWN_UNIT,
                    "\"" + code.get() + "\" is no UCUM unit",
                    Unit.findMeant(code.get())
                            .map(meant -> "did you mean \"" + meant + "\"?")
                            .orElse("write the UCUM code, such as deg, cm or %"));
            return Optional.empty();
        }
        return code.map(Unit::new);
    }
}
