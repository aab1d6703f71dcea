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

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** The registered profiles. Safe to share between threads; each call is one transaction. */
final class Profiles {
    /** The longest text of a profile, in characters. */
    static final int MAX_LENGTH = 256 * 1024;

    /** How many profiles there may be; gateways and jobs hold all of them in memory. */
    static final int MAX_PROFILES = 1_000;

    private final Jdbi jdbi;
    private final ChangeLog changes;
    private final InstantSource clock;

    Profiles(Jdbi jdbi, ChangeLog changes, InstantSource clock) {
        this.jdbi = jdbi;
        this.changes = changes;
        this.clock = clock;
    }

    Optional<TextEdition> find(String id) {
        return jdbi.withHandle(handle -> TextStore.PROFILES.find(handle, id));
    }

    /** Without their texts. */
    List<TextEdition> list() {
        return jdbi.withHandle(TextStore.PROFILES::list);
    }

    /** Registers the profile or a new edition of it; the same text again makes no new edition. */
    Outcome<TextEdition> put(String id, String yaml, String author) {
        List<Fault> faults = check(id, yaml);
        if (!faults.isEmpty()) {
            return new Outcome.Refused<>(Problem.Kind.INVALID, faults);
        }
        return changes.write(
                clock.instant(),
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
            case ParsedProfile.Valid valid -> List.of();
        };
    }

    /** Writes a checked text, unless it is the present one. */
    static TextEdition put(ChangeLog.Writing writing, String id, String yaml) {
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
        writing.handle()
                .createUpdate(
                        "insert into profile_version (id, version, yaml, at, author)"
                                + " values (:id, :version, :yaml, :at, :author)")
                .bind("id", id)
                .bind("version", version)
                .bind("yaml", yaml)
                .bind("at", writing.now().atOffset(ZoneOffset.UTC))
                .bind("author", writing.author())
                .execute();
        return edition;
    }
}
