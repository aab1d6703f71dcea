// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.scenario;

import org.lamplighter.rule.AreaPolicy;
import org.lamplighter.rule.Rule;
import org.lamplighter.scenario.Scenario.Expected;
import org.lamplighter.yaml.Suggestions;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what must be announced in a scenario. Safe to share between threads. */
final class Expectations {
    private static final String TIME_AND_NAME = "(?<at>\\S+) (?<name>\\S+) ";
    private static final Pattern ALARM =
            Pattern.compile(
                    TIME_AND_NAME
                            + "(raised (minor|major|critical)|is (minor|major|critical)|cleared"
                            + "|corrected|withdrawn)");
    private static final Pattern CASE =
            Pattern.compile(
                    TIME_AND_NAME
                            + "(opened|updated|recovered|withdrawn|reopened|absorbed)"
                            + " (minor|major|critical)");

    private final List<String> ruleIds;
    private final List<String> caseKinds;

    /**
     * @param rules of the pack
     * @param policies of the pack
     */
    Expectations(List<Rule> rules, List<AreaPolicy> policies) {
        this.ruleIds = rules.stream().map(rule -> rule.id().value()).toList();
        Stream<String> ofAreas =
                policies.stream()
                        .filter(AreaPolicy.Collapse.class::isInstance)
                        .map(policy -> ((AreaPolicy.Collapse) policy).caseKind().value());
        this.caseKinds =
                Stream.concat(rules.stream().map(rule -> rule.caseKind().value()), ofAreas)
                        .distinct()
                        .toList();
    }

    /** What must be announced of alarms. */
    List<Expected> alarms(YamlValue list) {
        return read(list, this::alarm);
    }

    /** What must happen to cases. */
    List<Expected> cases(YamlValue list) {
        return read(list, this::caseEvent);
    }

    /** Each a text, or a mapping of the one text to what its reason must contain. */
    private static List<Expected> read(
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
                ruleIds);
    }

    private Optional<String> caseEvent(YamlValue value) {
        return line(
                value,
                CASE,
                "what happens to a case is <time> <kind>, one of opened, updated, recovered,"
                        + " reopened, withdrawn, absorbed, and <severity>",
                "write it as 1m cover-unsafe opened major",
                "case kind",
                caseKinds);
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
}
