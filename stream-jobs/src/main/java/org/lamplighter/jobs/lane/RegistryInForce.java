// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import com.fasterxml.jackson.databind.JsonNode;

import org.lamplighter.decode.ProfileCatalog;
import org.lamplighter.log.Change;
import org.lamplighter.profile.ParsedProfile;
import org.lamplighter.profile.ProfileParser;
import org.lamplighter.rule.RuleBook;
import org.lamplighter.yaml.Issue;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The profiles and rule packs in force at one place in the log, compiled. A change gives another;
 * an older version than the one held gives the same. Immutable; safe to share between threads.
 */
final class RegistryInForce {
    /** Nothing in force. */
    static final RegistryInForce EMPTY =
            new RegistryInForce(ProfileCatalog.empty(), RuleBook.EMPTY, new TreeMap<>(), List.of());

    private final ProfileCatalog profiles;
    private final RuleBook rules;
    private final SortedMap<String, Long> versions;
    private final List<String> faults;

    private RegistryInForce(
            ProfileCatalog profiles,
            RuleBook rules,
            SortedMap<String, Long> versions,
            List<String> faults) {
        this.profiles = profiles;
        this.rules = rules;
        this.versions = versions;
        this.faults = faults;
    }

    ProfileCatalog profiles() {
        return profiles;
    }

    RuleBook rules() {
        return rules;
    }

    /**
     * What was wrong with the change that led here; its thing's former edition is then still in
     * force.
     */
    List<String> faults() {
        return faults;
    }

    /** Whether a lane's header keeps a change in the cell of this name. */
    static boolean isCell(String name) {
        return name.startsWith("profile/") || name.startsWith("rules/");
    }

    /** The cell of a lane's header that holds a change. */
    static String cellOf(Change change) {
        return switch (change.kind()) {
            case PROFILE -> "profile/" + change.key();
            case RULES -> "rules/" + change.key();
            case DEVICE, MUTE ->
                    throw new IllegalArgumentException(
                            change.kind() + " has no cell in a lane's header");
        };
    }

    /**
     * The registry after a change of a profile or a rule pack; the same object if it is not newer.
     */
    RegistryInForce after(Change change) {
        String cell = cellOf(change);
        if (versions.getOrDefault(cell, -1L) >= change.version()) {
            return this;
        }
        SortedMap<String, Long> next = new TreeMap<>(versions);
        next.put(cell, change.version());
        return switch (change.kind()) {
            case PROFILE -> afterProfile(change, next);
            case RULES -> afterRules(change, next);
            case DEVICE, MUTE -> this;
        };
    }

    private RegistryInForce afterRules(Change change, SortedMap<String, Long> next) {
        return switch (change.effect()) {
            case Change.Effect.Delete delete ->
                    new RegistryInForce(
                            profiles,
                            rules.without(change.key(), change.version()),
                            next,
                            List.of());
            case Change.Effect.Put put -> {
                RuleBook after = rules.after(change);
                RuleBook.Edition edition = after.packs().get(change.key());
                List<Issue> issues = edition == null ? List.of() : edition.issues();
                // a faulty edition leaves no trace, so that a restore, which reads sound editions
                // only, agrees
                yield issues.isEmpty()
                        ? new RegistryInForce(profiles, after, next, List.of())
                        : new RegistryInForce(profiles, rules, next, inWords(issues));
            }
        };
    }

    private RegistryInForce afterProfile(Change change, SortedMap<String, Long> next) {
        return switch (change.effect()) {
            case Change.Effect.Delete delete ->
                    new RegistryInForce(
                            profiles.without(change.version(), change.key()),
                            rules,
                            next,
                            List.of());
            case Change.Effect.Put put -> {
                JsonNode yaml = put.body().path("yaml");
                yield switch (ProfileParser.parse(change.key(), yaml.asText(""))) {
                    case ParsedProfile.Valid valid ->
                            new RegistryInForce(
                                    profiles.with(change.version(), valid.profile()),
                                    rules,
                                    next,
                                    List.of());
                    case ParsedProfile.Faulty faulty ->
                            new RegistryInForce(profiles, rules, next, inWords(faulty.issues()));
                };
            }
        };
    }

    private static List<String> inWords(List<Issue> issues) {
        return issues.stream().map(Issue::toString).toList();
    }
}
