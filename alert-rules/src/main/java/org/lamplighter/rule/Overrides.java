// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import org.lamplighter.alarm.RuleId;
import org.lamplighter.registry.Device;
import org.lamplighter.yaml.Suggestions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * The overrides of one pack that can be in force, found by scope. Default is weaker than all, all
 * than a profile, a profile than an area or tag, these than a device.
 */
public final class Overrides {
    /** The most overrides of a pack. */
    public static final int MAX_OVERRIDES = 20_000;

    static final Overrides NONE = new Overrides(List.of(), List.of());

    private static final Comparator<ParameterOverride> STRONGEST_FIRST =
            Comparator.comparingInt((ParameterOverride override) -> -override.scope().rank())
                    .thenComparing(override -> override.scope().text());

    private final List<RejectedOverride> rejected;
    private final Map<Key, List<Effective>> byParameter = new HashMap<>();
    private final Map<DeviceKey, Effective> byDevice = new HashMap<>();

    private record Key(RuleId rule, String parameter) {}

    private record DeviceKey(String device, Key key) {}

    private record Effective(OverrideScope scope, double value) {}

    private Overrides(List<RejectedOverride> rejected, List<Accepted> accepted) {
        this.rejected = List.copyOf(rejected);
        for (Accepted override : accepted) {
            Key key = new Key(override.override.rule(), override.override.parameter());
            Effective effective = new Effective(override.override.scope(), override.value);
            if (override.override.scope() instanceof OverrideScope.OfDevice device) {
                byDevice.put(new DeviceKey(device.device(), key), effective);
            } else {
                byParameter.computeIfAbsent(key, first -> new ArrayList<>()).add(effective);
            }
        }
    }

    private record Accepted(ParameterOverride override, double value) {}

    /**
     * The overrides of a pack with these rules and policies. Of two with one scope and parameter
     * the later one counts.
     */
    static Overrides of(
            List<Rule> rules,
            List<AreaPolicy> policies,
            List<ParameterOverride> overrides,
            List<RejectedOverride> unreadable) {
        List<RejectedOverride> rejected = new ArrayList<>(unreadable);
        Map<String, ParameterOverride> last = new HashMap<>();
        for (ParameterOverride override : overrides) {
            String reason =
                    last.size() >= MAX_OVERRIDES
                            ? "a pack has at most "
                                    + MAX_OVERRIDES
                                    + " overrides; remove some, or use tags"
                            : check(rules, policies, override).orElse("");
            if (reason.isEmpty()) {
                last.put(override.scope().text() + '\n' + override.path(), override);
            } else {
                rejected.add(
                        new RejectedOverride(
                                override.scope().text(),
                                override.path(),
                                override.value(),
                                reason));
            }
        }
        List<Accepted> accepted =
                last.values().stream()
                        .sorted(STRONGEST_FIRST)
                        .map(override -> new Accepted(override, valueOf(rules, policies, override)))
                        .toList();
        return new Overrides(rejected, accepted);
    }

    /**
     * Why an override cannot be in force beside these rules and policies, in one sentence; empty if
     * it can.
     */
    public static Optional<String> check(
            List<Rule> rules, List<AreaPolicy> policies, ParameterOverride override) {
        Optional<AreaPolicy> policy = findPolicy(policies, override.rule());
        Optional<SortedMap<String, Parameter>> parameters =
                parameters(rules, policies, override.rule());
        if (parameters.isEmpty()) {
            return Optional.of(
                    "the pack has no rule \""
                            + override.rule()
                            + "\"; "
                            + Suggestions.hint(
                                    override.rule().value(),
                                    Stream.concat(
                                                    rules.stream().map(Rule::id),
                                                    policies.stream().map(AreaPolicy::id))
                                            .map(RuleId::value)
                                            .toList()));
        }
        Parameter parameter = parameters.get().get(override.parameter());
        if (parameter == null) {
            return Optional.of(
                    "the rule \""
                            + override.rule()
                            + "\" has no parameter \""
                            + override.parameter()
                            + "\"; "
                            + Suggestions.hint(override.parameter(), parameters.get().keySet()));
        }
        return policy.filter(found -> !override.scope().fits(found.attribute()))
                .map(
                        found ->
                                override.rule()
                                        + " is decided for an area as a whole, not for "
                                        + override.scope().text()
                                        + "; its scope is all or area:"
                                        + found.attribute()
                                        + "=<value>")
                .or(() -> checkValue(parameter, override))
                .or(() -> policy.flatMap(found -> checkWhole(parameter, override)));
    }

    /** What an area counts and the share of it are whole; a rule's numbers need not be. */
    private static Optional<String> checkWhole(Parameter parameter, ParameterOverride override) {
        boolean whole = parameter.parse(override.value()).orElseThrow() % 1 == 0;
        return whole
                ? Optional.empty()
                : Optional.of(
                        override.path()
                                + " is a whole number, not "
                                + override.value()
                                + "; write one, such as "
                                + parameter.format(parameter.standard()));
    }

    private static Optional<String> checkValue(Parameter parameter, ParameterOverride override) {
        Optional<Double> value = parameter.parse(override.value());
        if (value.isEmpty()) {
            return Optional.of(
                    override.path()
                            + " is a "
                            + switch (parameter.type()) {
                                case NUMBER ->
                                        "number, not \""
                                                + override.value()
                                                + "\"; write digits, such as ";
                                case DURATION ->
                                        "duration, not \""
                                                + override.value()
                                                + "\"; write a whole number and ms, s, m, h or d,"
                                                + " such as ";
                            }
                            + parameter.format(parameter.standard()));
        }
        if (value.get() < parameter.min() || value.get() > parameter.max()) {
            return Optional.of(
                    override.path()
                            + " is "
                            + parameter.format(parameter.min())
                            + " to "
                            + parameter.format(parameter.max())
                            + ", not "
                            + override.value()
                            + "; choose a value within");
        }
        return Optional.empty();
    }

    /** Those that are not in force, with the reason. */
    public List<RejectedOverride> rejected() {
        return rejected;
    }

    /** What a parameter of a rule is on a device. */
    public Setting setting(RuleId rule, Parameter parameter, Device device) {
        Key key = new Key(rule, parameter.name());
        Effective ofDevice = byDevice.get(new DeviceKey(device.id().value(), key));
        if (ofDevice != null) {
            return setting(parameter, ofDevice.value, ofDevice.scope.text());
        }
        for (Effective effective : byParameter.getOrDefault(key, List.of())) {
            if (effective.scope.covers(device)) {
                return setting(parameter, effective.value, effective.scope.text());
            }
        }
        return setting(parameter, parameter.standard(), "default");
    }

    /** A policy of the pack as it is in force in one area. */
    AreaPolicy inForce(AreaPolicy policy, String value) {
        AreaPolicy inForce = policy;
        for (Parameter parameter : AreaTuning.parameters(policy).values()) {
            for (Effective effective :
                    byParameter.getOrDefault(new Key(policy.id(), parameter.name()), List.of())) {
                if (effective.scope.coversArea(policy.attribute(), value)) {
                    inForce = AreaTuning.tuned(inForce, parameter.name(), effective.value);
                    break;
                }
            }
        }
        return inForce;
    }

    private static Setting setting(Parameter parameter, double value, String scope) {
        return new Setting(value, parameter.format(value) + " (" + scope + ")");
    }

    private static Optional<AreaPolicy> findPolicy(List<AreaPolicy> policies, RuleId id) {
        return policies.stream().filter(policy -> policy.id().equals(id)).findFirst();
    }

    /** What can be set of a rule or a policy; empty if there is none of this name. */
    private static Optional<SortedMap<String, Parameter>> parameters(
            List<Rule> rules, List<AreaPolicy> policies, RuleId id) {
        return rules.stream()
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .map(Rule::parameters)
                .or(() -> findPolicy(policies, id).map(AreaTuning::parameters));
    }

    private static double valueOf(
            List<Rule> rules, List<AreaPolicy> policies, ParameterOverride override) {
        return parameters(rules, policies, override.rule())
                .map(parameters -> parameters.get(override.parameter()))
                .flatMap(parameter -> parameter.parse(override.value()))
                .orElseThrow();
    }
}
