// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import com.fasterxml.jackson.databind.JsonNode;

import org.lamplighter.alarm.RuleId;
import org.lamplighter.log.Change;
import org.lamplighter.registry.Device;
import org.lamplighter.yaml.Issue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All rule packs in force with their overrides, compiled. Each change makes a new book and compiles
 * again only what it changed.
 *
 * <p>Immutable; safe to share between threads.
 */
public final class RuleBook {
    /** No pack at all. */
    public static final RuleBook EMPTY = new RuleBook(0, new TreeMap<>());

    /** The most packs in a book; one more changes nothing but the version. */
    public static final int MAX_PACKS = 64;

    private final long version;
    private final SortedMap<String, Edition> packs;
    private final Map<String, List<RuleInForce>> byKind;
    private final List<AreaPolicy> areaPolicies;
    private final Map<RuleId, Overrides> ofPolicies;

    /**
     * A pack as it is in force.
     *
     * @param version the version of the change that made it so
     * @param yaml its text
     * @param rules its rules
     * @param policies what alarms of an area mean together
     * @param overrides its overrides
     * @param issues why the latest text is not in force; empty if it is
     */
    public record Edition(
            long version,
            String yaml,
            List<Rule> rules,
            List<AreaPolicy> policies,
            Overrides overrides,
            List<Issue> issues) {
        public Edition {
            rules = List.copyOf(rules);
            policies = policies.stream().map(policy -> policy.at(version)).toList();
            issues = List.copyOf(issues);
        }

        /** Of its rules, then of its policies: whose parameters overrides can set. */
        public List<RuleId> names() {
            return Stream.concat(
                            rules.stream().map(Rule::id), policies.stream().map(AreaPolicy::id))
                    .toList();
        }
    }

    private RuleBook(long version, SortedMap<String, Edition> packs) {
        this.version = version;
        this.packs = Collections.unmodifiableSortedMap(packs);
        this.byKind = byKind(packs);
        SortedMap<RuleId, AreaPolicy> policies = new TreeMap<>();
        this.ofPolicies = new HashMap<>();
        for (Edition edition : packs.values()) {
            for (AreaPolicy policy : edition.policies()) {
                if (policies.putIfAbsent(policy.id(), policy) == null) {
                    ofPolicies.put(policy.id(), edition.overrides());
                }
            }
        }
        this.areaPolicies = List.copyOf(policies.values());
    }

    /** The highest version of a change that went into this book; 0 for {@link #EMPTY}. */
    public long version() {
        return version;
    }

    /** The packs by name. */
    public SortedMap<String, Edition> packs() {
        return packs;
    }

    /**
     * The rules for a device kind, by rule id. Where two packs have rules of one name for a kind,
     * that of the first pack by name counts.
     */
    public List<RuleInForce> rulesFor(String kind) {
        return byKind.getOrDefault(kind, List.of());
    }

    /**
     * What alarms of an area mean together, by id. Where two packs have policies of one name, that
     * of the first pack by name counts.
     */
    public List<AreaPolicy> areaPolicies() {
        return areaPolicies;
    }

    /**
     * One of {@link #areaPolicies()} as it is in force in one area, overrides and all.
     *
     * @param value of the policy's attribute
     */
    public AreaPolicy inForce(AreaPolicy policy, String value) {
        return ofPolicies.getOrDefault(policy.id(), Overrides.NONE).inForce(policy, value);
    }

    /** What a parameter of a rule of this book is on a device. */
    public Setting setting(RuleInForce rule, Parameter parameter, Device device) {
        Edition edition = packs.get(rule.pack());
        Overrides overrides = edition == null ? Overrides.NONE : edition.overrides();
        return overrides.setting(rule.rule().id(), parameter, device);
    }

    /**
     * This book with a pack added or replaced. Nothing is thrown: a pack with faults stays as it
     * was, and an override with faults is not in force; {@link Edition#issues} and {@link
     * Overrides#rejected} tell.
     *
     * @param pack its name
     * @param version the version of the change
     * @param yaml its text
     * @param overrides all its overrides
     */
    public RuleBook with(
            String pack, long version, String yaml, List<ParameterOverride> overrides) {
        return with(pack, version, yaml, overrides, List.of());
    }

    private RuleBook with(
            String pack,
            long version,
            String yaml,
            List<ParameterOverride> overrides,
            List<RejectedOverride> unreadable) {
        SortedMap<String, Edition> next = new TreeMap<>(packs);
        Edition former = packs.get(pack);
        if (former != null && former.yaml.equals(yaml)) {
            next.put(
                    pack,
                    edition(
                            version,
                            yaml,
                            former.rules,
                            former.policies,
                            overrides,
                            unreadable,
                            List.of()));
        } else if (former != null || packs.size() < MAX_PACKS) {
            switch (ShippedPacks.parse(pack, yaml)) {
                case ParsedPack.Valid(List<Rule> rules, List<AreaPolicy> policies) ->
                        next.put(
                                pack,
                                edition(
                                        version,
                                        yaml,
                                        rules,
                                        policies,
                                        overrides,
                                        unreadable,
                                        List.of()));
                case ParsedPack.Faulty(List<Issue> issues) ->
                        next.put(
                                pack,
                                former == null
                                        ? edition(
                                                version, "", List.of(), List.of(), List.of(),
                                                List.of(), issues)
                                        : edition(
                                                version,
                                                former.yaml,
                                                former.rules,
                                                former.policies,
                                                overrides,
                                                unreadable,
                                                issues));
            }
        }
        return new RuleBook(Math.max(version, this.version), next);
    }

    private static Edition edition(
            long version,
            String yaml,
            List<Rule> rules,
            List<AreaPolicy> policies,
            List<ParameterOverride> overrides,
            List<RejectedOverride> unreadable,
            List<Issue> issues) {
        return new Edition(
                version,
                yaml,
                rules,
                policies,
                Overrides.of(rules, policies, overrides, unreadable),
                issues);
    }

    /** This book without a pack. */
    public RuleBook without(String pack, long version) {
        SortedMap<String, Edition> next = new TreeMap<>(packs);
        next.remove(pack);
        return new RuleBook(Math.max(version, this.version), next);
    }

    /**
     * This book after a change of kind {@code RULES}, whose body is {@code {"pack", "yaml",
     * "overrides": [{"scope", "parameter", "value"}]}}; the change's key is the pack.
     */
    public RuleBook after(Change change) {
        return switch (change.effect()) {
            case Change.Effect.Delete() -> without(change.key(), change.version());
            case Change.Effect.Put(var body) -> {
                List<ParameterOverride> overrides = new ArrayList<>();
                List<RejectedOverride> unreadable = new ArrayList<>();
                body.path("overrides").forEach(node -> read(node, overrides, unreadable));
                yield with(
                        change.key(),
                        change.version(),
                        body.path("yaml").asText(),
                        overrides,
                        unreadable);
            }
        };
    }

    private static void read(
            JsonNode node, List<ParameterOverride> overrides, List<RejectedOverride> unreadable) {
        String scope = node.path("scope").asText();
        String parameter = node.path("parameter").asText();
        String value = node.path("value").asText();
        try {
            overrides.add(ParameterOverride.parse(scope, parameter, value));
        } catch (IllegalArgumentException e) {
            unreadable.add(
                    new RejectedOverride(scope, parameter, value, String.valueOf(e.getMessage())));
        }
    }

    private static Map<String, List<RuleInForce>> byKind(SortedMap<String, Edition> packs) {
        Map<String, SortedMap<RuleId, RuleInForce>> byKind = new HashMap<>();
        packs.forEach(
                (pack, edition) ->
                        edition.rules()
                                .forEach(
                                        rule ->
                                                rule.kinds()
                                                        .forEach(
                                                                kind ->
                                                                        byKind.computeIfAbsent(
                                                                                        kind,
                                                                                        first ->
                                                                                                new TreeMap<>())
                                                                                .putIfAbsent(
                                                                                        rule.id(),
                                                                                        new RuleInForce(
                                                                                                rule,
                                                                                                pack,
                                                                                                edition
                                                                                                        .version())))));
        Map<String, List<RuleInForce>> lists = new HashMap<>();
        byKind.forEach((kind, rules) -> lists.put(kind, List.copyOf(rules.values())));
        return lists;
    }

    /**
     * The names of rules that two packs have for one device kind, of which only the first counts.
     */
    public Set<RuleId> conflicts() {
        Set<String> seen = new HashSet<>();
        Set<RuleId> conflicts = new HashSet<>();
        packs.values()
                .forEach(
                        edition ->
                                edition.rules()
                                        .forEach(
                                                rule ->
                                                        rule.kinds()
                                                                .forEach(
                                                                        kind -> {
                                                                            if (!seen.add(
                                                                                    kind
                                                                                            + '\n'
                                                                                            + rule
                                                                                                    .id())) {
                                                                                conflicts.add(
                                                                                        rule.id());
                                                                            }
                                                                        })));
        return conflicts;
    }
}
