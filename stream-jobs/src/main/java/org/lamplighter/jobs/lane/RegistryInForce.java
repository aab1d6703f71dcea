// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.lamplighter.decode.ProfileCatalog;
import org.lamplighter.log.Change;
import org.lamplighter.profile.DeviceProfile;
import org.lamplighter.profile.ParsedProfile;
import org.lamplighter.profile.ProfileParser;
import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.rule.RuleBook;
import org.lamplighter.yaml.Issue;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The profiles and rule packs in force at one place in the log, compiled. A change gives another;
 * an older version than the one held gives the same. Immutable; safe to share between threads.
 */
final class RegistryInForce {
    /**
     * The most deletions remembered, so that an older edition that comes again stays deleted;
     * beyond it the oldest is forgotten.
     */
    static final int MAX_DELETIONS = 10_000;

    /** Nothing in force. */
    static final RegistryInForce EMPTY =
            new RegistryInForce(
                    ProfileCatalog.empty(),
                    RuleBook.EMPTY,
                    new TreeMap<>(),
                    List.of(),
                    List.of(),
                    MAX_DELETIONS);

    private static final String PROFILE_CELL = "profile/";
    private static final String RULES_CELL = "rules/";

    private final ProfileCatalog profiles;
    private final RuleBook rules;

    /** The version of each thing in force, and of each deletion that is remembered. */
    private final SortedMap<String, Long> versions;

    private final List<String> faults;
    private final List<String> forgotten;
    private final int mostDeletions;

    private RegistryInForce(
            ProfileCatalog profiles,
            RuleBook rules,
            SortedMap<String, Long> versions,
            List<String> faults,
            List<String> forgotten,
            int mostDeletions) {
        this.profiles = profiles;
        this.rules = rules;
        this.versions = versions;
        this.faults = faults;
        this.forgotten = forgotten;
        this.mostDeletions = mostDeletions;
    }

    /** Nothing in force, with bounds of its own. */
    static RegistryInForce emptyUpTo(int profiles, int deletions) {
        return new RegistryInForce(
                ProfileCatalog.upTo(profiles),
                RuleBook.EMPTY,
                new TreeMap<>(),
                List.of(),
                List.of(),
                deletions);
    }

    ProfileCatalog profiles() {
        return profiles;
    }

    RuleBook rules() {
        return rules;
    }

    /** How many names it holds: of what is in force, and of deletions. */
    int size() {
        return versions.size();
    }

    /**
     * What was wrong with the change that led here; its thing's former edition is then still in
     * force.
     */
    List<String> faults() {
        return faults;
    }

    /** The cells of deletions that the change which led here has pushed out of memory. */
    List<String> forgotten() {
        return forgotten;
    }

    /** Whether a lane's header keeps a change in the cell of this name. */
    static boolean isCell(String name) {
        return name.startsWith(PROFILE_CELL) || name.startsWith(RULES_CELL);
    }

    /** The cell of a lane's header that holds a change. */
    static String cellOf(Change change) {
        return switch (change.kind()) {
            case PROFILE -> PROFILE_CELL + change.key();
            case RULES -> RULES_CELL + change.key();
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
        return switch (change.kind()) {
            case PROFILE -> afterProfile(change);
            case RULES -> afterRules(change);
            case DEVICE, MUTE -> this;
        };
    }

    private RegistryInForce afterRules(Change change) {
        return switch (change.effect()) {
            case Change.Effect.Delete delete ->
                    with(change, profiles, rules.without(change.key(), change.version()));
            case Change.Effect.Put put -> {
                RuleBook after = rules.after(change);
                RuleBook.Edition edition = after.packs().get(change.key());
                if (edition == null) {
                    yield without(beyond("rule pack", change, RuleBook.MAX_PACKS));
                }
                yield edition.issues().isEmpty()
                        ? with(change, profiles, after)
                        : without(inWords(edition.issues()));
            }
        };
    }

    private RegistryInForce afterProfile(Change change) {
        return switch (change.effect()) {
            case Change.Effect.Delete delete ->
                    with(change, profiles.without(change.version(), change.key()), rules);
            case Change.Effect.Put put -> {
                String yaml = put.body().path("yaml").asText("");
                if (ShippedProfiles.isShipped(change.key(), yaml)) {
                    yield afterProfile(
                            change,
                            change.key(),
                            profiles.withShipped(change.version(), change.key()));
                }
                yield switch (ProfileParser.parse(change.key(), yaml)) {
                    case ParsedProfile.Valid(DeviceProfile profile) ->
                            afterProfile(
                                    change, profile.id(), profiles.with(change.version(), profile));
                    case ParsedProfile.Faulty(List<Issue> issues) -> without(inWords(issues));
                };
            }
        };
    }

    private RegistryInForce afterProfile(Change change, String id, ProfileCatalog after) {
        return after.find(id).isEmpty()
                ? without(beyond("profile", change, profiles.most()))
                : with(change, after, rules);
    }

    private RegistryInForce with(Change change, ProfileCatalog nextProfiles, RuleBook nextRules) {
        TreeMap<String, Long> next = new TreeMap<>(versions);
        next.put(cellOf(change), change.version());
        List<String> tooMany = List.of();
        int inForce = nextProfiles.entries().size() + nextRules.packs().size();
        if (next.size() - inForce > mostDeletions) {
            tooMany =
                    next.entrySet().stream()
                            .filter(each -> !isInForce(each.getKey(), nextProfiles, nextRules))
                            .min(Map.Entry.comparingByValue())
                            .map(Map.Entry::getKey)
                            .stream()
                            .toList();
            tooMany.forEach(next::remove);
        }
        return new RegistryInForce(
                nextProfiles, nextRules, next, List.of(), tooMany, mostDeletions);
    }

    /**
     * What is not put in force leaves no trace, so that a restore, which reads only what was,
     * agrees.
     */
    private RegistryInForce without(List<String> why) {
        return new RegistryInForce(profiles, rules, versions, why, List.of(), mostDeletions);
    }

    private static boolean isInForce(String cell, ProfileCatalog profiles, RuleBook rules) {
        String name = cell.substring(cell.indexOf('/') + 1);
        return cell.startsWith(PROFILE_CELL)
                ? profiles.find(name).isPresent()
                : rules.packs().containsKey(name);
    }

    private static List<String> beyond(String what, Change change, int most) {
        return List.of(
                "the "
                        + what
                        + " "
                        + change.key()
                        + " is not in force: there are at most "
                        + most
                        + "; delete another and change it again");
    }

    private static List<String> inWords(List<Issue> issues) {
        return issues.stream().map(Issue::toString).toList();
    }
}
