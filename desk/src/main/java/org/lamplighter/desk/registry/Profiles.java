// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jdbi.v3.core.Jdbi;
import org.lamplighter.desk.change.ChangeLog;
import org.lamplighter.desk.change.Outcome;
import org.lamplighter.desk.rest.Fault;
import org.lamplighter.desk.rest.Problem;
import org.lamplighter.log.Change;
import org.lamplighter.profile.ParsedProfile;
import org.lamplighter.profile.ProfileParser;
import org.lamplighter.profile.tool.ProfileTester;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The registered profiles. Safe to share between threads; each call is one transaction. */
final class Profiles {
    /** The longest text of a profile, in characters. */
    static final int MAX_LENGTH = 256 * 1024;

    /** How many profiles there may be; gateways and jobs hold all of them in memory. */
    static final int MAX_PROFILES = 1_000;

    /** How many differences are told of one example. */
    static final int MAX_DIFFERENCES = 5;

    private final Jdbi jdbi;
    private final ChangeLog changes;

    Profiles(Jdbi jdbi, ChangeLog changes) {
        this.jdbi = jdbi;
        this.changes = changes;
    }

    Optional<TextEdition> find(String id) {
        return jdbi.withHandle(handle -> TextStore.PROFILES.find(handle, id));
    }

    /** Without their texts. */
    List<TextEdition> list() {
        return jdbi.withHandle(TextStore.PROFILES::list);
    }

    /** The newest versions before {@code before}, without their texts. */
    List<ProfileHistory.Version> history(String id, long before, int limit) {
        return jdbi.withHandle(handle -> ProfileHistory.list(handle, id, before, limit));
    }

    Optional<ProfileHistory.Version> find(String id, long version) {
        return jdbi.withHandle(handle -> ProfileHistory.find(handle, id, version));
    }

    /** Registers the profile or a new edition of it; the same text again makes no new edition. */
    Outcome<TextEdition> put(String id, String yaml, String author) {
        List<Fault> faults = check(id, yaml);
        if (!faults.isEmpty()) {
            return new Outcome.Refused<>(Problem.Kind.INVALID, faults);
        }
        return changes.write(
                author,
                writing -> {
                    List<String> ids = TextStore.PROFILES.names(writing.handle());
                    if (!ids.contains(id) && ids.size() >= MAX_PROFILES) {
                        return Outcome.refused(
                                Problem.Kind.CONFLICT,
                                new Fault(
                                        "path",
                                        "there may be "
                                                + MAX_PROFILES
                                                + " profiles, and there are as many",
                                        "PUT a new edition of one that is no longer needed"));
                    }
                    return new Outcome.Done<>(put(writing, id, yaml));
                });
    }

    /**
     * Makes a new edition with the text of an old version, which is checked as a new text is: what
     * was good for an older program may not be for this one.
     */
    Outcome<TextEdition> putBack(ProfileHistory.Version old, String author) {
        TextEdition edition = old.edition();
        List<Fault> faults = check(edition.name(), edition.yaml());
        if (!faults.isEmpty()) {
            return new Outcome.Refused<>(Problem.Kind.INVALID, faults);
        }
        return changes.write(
                author,
                writing ->
                        new Outcome.Done<>(
                                put(writing, edition.name(), edition.yaml(), edition.version())));
    }

    /** The faults of a profile's text; none if it can be registered under {@code id}. */
    static List<Fault> check(String id, String yaml) {
        if (yaml.length() > MAX_LENGTH) {
            return List.of(
                    new Fault(
                            "body",
                            "a profile has at most "
                                    + MAX_LENGTH
                                    + " characters, but this one has "
                                    + yaml.length(),
                            "split it, or take its examples out"));
        }
        return switch (ProfileParser.parse("body", yaml)) {
            case ParsedProfile.Faulty faulty -> TextFaults.of(faulty.issues());
            case ParsedProfile.Valid valid when !valid.profile().id().equals(id) ->
                    List.of(
                            new Fault(
                                    "path",
                                    "the path must name the profile's own id, \""
                                            + valid.profile().id()
                                            + "\", but names \""
                                            + id
                                            + "\"",
                                    "PUT it to /api/v1/profiles/" + valid.profile().id()));
            case ParsedProfile.Valid valid ->
                    ProfileTester.test(valid.profile()).stream().flatMap(Profiles::faults).toList();
        };
    }

    /** An example is what its author knows of the device: a text that contradicts it is wrong. */
    private static Stream<Fault> faults(ProfileTester.Outcome outcome) {
        return switch (outcome) {
            case ProfileTester.Outcome.Passed passed -> Stream.empty();
            case ProfileTester.Outcome.Failed failed ->
                    Stream.of(
                            new Fault(
                                    "body:" + failed.example().line(),
                                    "an example must give what it says, but \""
                                            + failed.example().title()
                                            + "\" does not: "
                                            + differences(failed.differences()),
                                    "mend the layout or the example; lamplighter profile test"
                                            + " shows the same before it is sent"));
        };
    }

    private static String differences(List<String> all) {
        String told = String.join("; ", all.subList(0, Math.min(all.size(), MAX_DIFFERENCES)));
        int more = all.size() - MAX_DIFFERENCES;
        return more > 0 ? told + "; and " + more + " more" : told;
    }

    /** Writes a checked text, unless it is the present one. */
    static TextEdition put(ChangeLog.Writing writing, String id, String yaml) {
        return put(writing, id, yaml, ProfileHistory.WRITTEN_ANEW);
    }

    private static TextEdition put(
            ChangeLog.Writing writing, String id, String yaml, long restores) {
        Optional<TextEdition> present = TextStore.PROFILES.find(writing.handle(), id);
        if (present.isPresent() && present.get().yaml().equals(yaml)) {
            return present.get();
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", id);
        body.put("yaml", yaml);
        long version = writing.put(Change.Kind.PROFILE, id, body);
        TextEdition edition = new TextEdition(id, version, yaml, writing.now(), writing.author());
        TextStore.PROFILES.put(writing.handle(), edition);
        ProfileHistory.add(writing.handle(), new ProfileHistory.Version(edition, restores));
        return edition;
    }
}
