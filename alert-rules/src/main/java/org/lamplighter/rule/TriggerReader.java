// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import org.lamplighter.rule.Rule.Hold;
import org.lamplighter.rule.Rule.Trigger;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads when a rule raises and clears; used by one thread. What is missing or wrong is reported
 * where it stands.
 */
final class TriggerReader {
    private final ConditionReader conditions;
    private final AmountReader amounts;

    TriggerReader(ConditionReader conditions, AmountReader amounts) {
        this.conditions = conditions;
        this.amounts = amounts;
    }

    /**
     * @param key which of the two it has, "raise" or "no-report"
     */
    Optional<Trigger> read(YamlMap map, String key) {
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
                    .flatMap(found -> amounts.number(found, "intervals", 1, 1000))
                    .map(Rule.Silence::new);
        }
        Optional<Condition> raise = map.find(key).flatMap(found -> conditions.read(found));
        Optional<Hold> hold =
                map.has("hold")
                        ? map.find("hold").flatMap(found -> hold(found))
                        : Optional.of(new Hold(Amount.NONE, Amount.NONE, Amount.NONE, List.of()));
        Optional<Condition> clear =
                map.has("clear")
                        ? map.find("clear").flatMap(found -> conditions.read(found))
                        : raise.map(conditions::negate);
        Optional<Amount> clearHold =
                map.has("clear-hold")
                        ? map.find("clear-hold")
                                .flatMap(found -> found.map("clear-hold", List.of("for")))
                                .flatMap(found -> found.need("for", "10m"))
                                .flatMap(found -> amounts.span(found, "a clear-hold"))
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
                        .flatMap(found -> amounts.span(found, "after-sunrise"));
        Optional<Amount> before =
                map.flatMap(found -> found.need("before-sunset", "30m"))
                        .flatMap(found -> amounts.span(found, "before-sunset"));
        return after.isPresent() && before.isPresent()
                ? Optional.of(new Rule.Daylight(after.get(), before.get()))
                : Optional.empty();
    }

    private Optional<Hold> hold(YamlValue value) {
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
        Optional<Amount> span = amount(hold, "for", found -> amounts.span(found, "a hold"));
        Optional<Amount> times =
                amount(hold, "times", found -> amounts.number(found, "times", 1, Limits.MAX_TIMES));
        Optional<Amount> within = amount(hold, "within", found -> amounts.span(found, "within"));
        Optional<Condition> unless = hold.find("unless").flatMap(found -> conditions.read(found));
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
}
