// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.lamplighter.desk.change.ChangeLog;
import org.lamplighter.desk.change.Outcome;
import org.lamplighter.desk.rest.Fault;
import org.lamplighter.desk.rest.Problem;
import org.lamplighter.log.Change;
import org.lamplighter.rule.OverrideScope;
import org.lamplighter.rule.Overrides;
import org.lamplighter.rule.ParameterOverride;
import org.lamplighter.rule.ParsedPack;
import org.lamplighter.rule.RuleBook;
import org.lamplighter.rule.RuleParser;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The rule packs and their overrides. Safe to share between threads; each call is one transaction.
 */
final class RulePacks {
    /** The longest text of a pack, in characters. */
    static final int MAX_LENGTH = 256 * 1024;

    /** How many overrides a pack has at most. */
    static final int MAX_OVERRIDES = 2_000;

    /**
     * How many bytes a pack with its overrides has at most as one record of the log: within what
     * producers (1,048,576) and brokers (1,048,588) take by default, with room for the record's key
     * and headers. A larger one would stop the feed for ever.
     */
    static final int MAX_RECORD = 1_000_000;

    private final Jdbi jdbi;
    private final ChangeLog changes;

    RulePacks(Jdbi jdbi, ChangeLog changes) {
        this.jdbi = jdbi;
        this.changes = changes;
    }

    /**
     * A pack as it is in force.
     *
     * @param edition its text
     * @param overrides its overrides, by scope and parameter
     */
    record InForce(TextEdition edition, List<ParameterOverride> overrides) {
        InForce {
            overrides = List.copyOf(overrides);
        }
    }

    Optional<InForce> find(String pack) {
        return jdbi.withHandle(handle -> find(handle, pack));
    }

    /** Without their texts. */
    List<InForce> list() {
        return jdbi.withHandle(
                handle ->
                        TextStore.RULE_PACKS.list(handle).stream()
                                .map(
                                        edition ->
                                                new InForce(
                                                        edition, overrides(handle, edition.name())))
                                .toList());
    }

    /** Registers the pack or a new edition of it; the same text again makes no new edition. */
    Outcome<InForce> put(String pack, String yaml, String author) {
        List<Fault> faults = check(pack, yaml);
        if (!faults.isEmpty()) {
            return new Outcome.Refused<>(Problem.Kind.INVALID, faults);
        }
        return changes.write(
                author,
                writing -> {
                    List<ParameterOverride> overrides = overrides(writing.handle(), pack);
                    List<Fault> orphaned = orphaned(yaml, overrides);
                    if (!orphaned.isEmpty()) {
                        return new Outcome.Refused<>(Problem.Kind.CONFLICT, orphaned);
                    }
                    List<String> names = TextStore.RULE_PACKS.names(writing.handle());
                    if (!names.contains(pack) && names.size() >= RuleBook.MAX_PACKS) {
                        return Outcome.refused(
                                Problem.Kind.CONFLICT,
                                new Fault(
                                        "path",
                                        "there may be "
                                                + RuleBook.MAX_PACKS
                                                + " packs, and there are as many",
                                        "put these rules into one of them"));
                    }
                    Optional<Fault> tooLarge = tooLarge(writing, pack, yaml, overrides);
                    return tooLarge.isPresent()
                            ? Outcome.refused(Problem.Kind.INVALID, tooLarge.get())
                            : new Outcome.Done<>(put(writing, pack, yaml, overrides));
                });
    }

    /** Replaces all overrides of one scope; none takes them all away. */
    Outcome<InForce> override(
            String pack, OverrideScope scope, SortedMap<String, String> values, String author) {
        return changes.write(
                author,
                writing -> {
                    Optional<InForce> present = find(writing.handle(), pack);
                    if (present.isEmpty()) {
                        return Outcome.refused(Problem.Kind.NOT_FOUND, unknownPack());
                    }
                    List<Fault> faults = new ArrayList<>();
                    List<ParameterOverride> overrides =
                            new ArrayList<>(
                                    present.get().overrides().stream()
                                            .filter(override -> !override.scope().equals(scope))
                                            .toList());
                    overrides.addAll(
                            check(contents(present.get().edition().yaml()), scope, values, faults));
                    if (overrides.size() > MAX_OVERRIDES) {
                        faults.add(
                                new Fault(
                                        "body",
                                        "a pack has at most "
                                                + MAX_OVERRIDES
                                                + " overrides, but with these there would be "
                                                + overrides.size(),
                                        "use a tag or an area instead of single devices"));
                    }
                    tooLarge(writing, pack, present.get().edition().yaml(), overrides)
                            .ifPresent(faults::add);
                    if (!faults.isEmpty()) {
                        return new Outcome.Refused<>(Problem.Kind.INVALID, faults);
                    }
                    store(writing.handle(), pack, scope, values);
                    List<ParameterOverride> stored = overrides(writing.handle(), pack);
                    if (stored.equals(present.get().overrides())) {
                        return new Outcome.Done<>(present.get());
                    }
                    return new Outcome.Done<>(
                            announce(writing, pack, present.get().edition().yaml(), stored));
                });
    }

    /** Writes a checked text, unless it is the present one. */
    static InForce put(
            ChangeLog.Writing writing,
            String pack,
            String yaml,
            List<ParameterOverride> overrides) {
        Optional<InForce> present = find(writing.handle(), pack);
        return present.isPresent() && present.get().edition().yaml().equals(yaml)
                ? present.get()
                : announce(writing, pack, yaml, overrides);
    }

    private static InForce announce(
            ChangeLog.Writing writing,
            String pack,
            String yaml,
            List<ParameterOverride> overrides) {
        ArrayNode array = json(overrides);
        ObjectNode body = json(pack, yaml, array);
        long version = writing.put(Change.Kind.RULES, pack, body);
        TextEdition edition = new TextEdition(pack, version, yaml, writing.now(), writing.author());
        TextStore.RULE_PACKS.put(writing.handle(), edition);
        writing.handle()
                .createUpdate(
                        "insert into rule_pack_version (name, version, yaml, overrides, at, author)"
                            + " values (:name, :version, :yaml, :overrides::jsonb, :at, :author)")
                .bind("name", pack)
                .bind("version", version)
                .bind("yaml", yaml)
                .bind("overrides", array.toString())
                .bind("at", writing.now().atOffset(ZoneOffset.UTC))
                .bind("author", writing.author())
                .execute();
        return new InForce(edition, overrides);
    }

    private static ArrayNode json(List<ParameterOverride> overrides) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        overrides.forEach(
                override ->
                        array.addObject()
                                .put("scope", override.scope().text())
                                .put("parameter", override.path())
                                .put("value", override.value()));
        return array;
    }

    private static ObjectNode json(String pack, String yaml, ArrayNode overrides) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("pack", pack);
        body.put("yaml", yaml);
        body.set("overrides", overrides);
        return body;
    }

    private static Optional<Fault> tooLarge(
            ChangeLog.Writing writing,
            String pack,
            String yaml,
            List<ParameterOverride> overrides) {
        Change change =
                new Change(
                        Change.Kind.RULES,
                        pack,
                        writing.nextVersion(),
                        new Change.Effect.Put(json(pack, yaml, json(overrides))));
        int bytes = change.toJson().length;
        return bytes <= MAX_RECORD
                ? Optional.empty()
                : Optional.of(
                        new Fault(
                                "body",
                                "a pack with its overrides has at most "
                                        + MAX_RECORD
                                        + " bytes in the log, but with this there would be "
                                        + bytes,
                                "use a tag or an area instead of single devices, or split the"
                                        + " pack into two"));
    }

    private static void store(
            Handle handle, String pack, OverrideScope scope, Map<String, String> values) {
        handle.execute(
                "delete from rule_override where pack = ? and scope = ?", pack, scope.text());
        PreparedBatch batch =
                handle.prepareBatch(
                        "insert into rule_override (pack, scope, parameter, value) values (:pack,"
                                + " :scope, :parameter, :value)");
        values.forEach(
                (parameter, value) ->
                        batch.bind("pack", pack)
                                .bind("scope", scope.text())
                                .bind("parameter", parameter)
                                .bind("value", value)
                                .add());
        batch.execute();
    }

    static List<ParameterOverride> overrides(Handle handle, String pack) {
        return handle.createQuery(
                        "select scope, parameter, value from rule_override where pack = :pack"
                                + " order by scope collate \"C\", parameter collate \"C\"")
                .bind("pack", pack)
                .map(
                        (row, ctx) ->
                                ParameterOverride.parse(
                                        row.getString("scope"),
                                        row.getString("parameter"),
                                        row.getString("value")))
                .list();
    }

    private static Optional<InForce> find(Handle handle, String pack) {
        return TextStore.RULE_PACKS
                .find(handle, pack)
                .map(edition -> new InForce(edition, overrides(handle, pack)));
    }

    static List<Fault> check(String pack, String yaml) {
        if (!pack.matches("[a-z][a-z0-9-]{0,63}")) {
            return List.of(
                    new Fault(
                            "path",
                            "a pack's name must be a lower-case letter followed by at most 63"
                                    + " lower-case letters, digits or -",
                            "choose such a name"));
        }
        if (yaml.length() > MAX_LENGTH) {
            return List.of(
                    new Fault(
                            "body",
                            "a pack has at most "
                                    + MAX_LENGTH
                                    + " characters, but this one has "
                                    + yaml.length(),
                            "split it into two"));
        }
        return switch (RuleParser.parse("body", yaml)) {
            case ParsedPack.Faulty faulty -> TextFaults.of(faulty.issues());
            case ParsedPack.Valid valid -> List.of();
        };
    }

    private static List<Fault> orphaned(String yaml, List<ParameterOverride> overrides) {
        ParsedPack.Valid pack = contents(yaml);
        return overrides.stream()
                .flatMap(
                        override ->
                                Overrides.check(pack.rules(), pack.policies(), override)
                                        .map(
                                                reason ->
                                                        new Fault(
                                                                "override "
                                                                        + override.scope().text()
                                                                        + " "
                                                                        + override.path()
                                                                        + " = "
                                                                        + override.value(),
                                                                "an override in force must go with"
                                                                        + " the pack, but: "
                                                                        + reason,
                                                                "change or remove the override"
                                                                        + " first"))
                                        .stream())
                .toList();
    }

    private static ParsedPack.Valid contents(String yaml) {
        return switch (RuleParser.parse("body", yaml)) {
            case ParsedPack.Valid valid -> valid;
            case ParsedPack.Faulty faulty -> new ParsedPack.Valid(List.of(), List.of());
        };
    }

    private static List<ParameterOverride> check(
            ParsedPack.Valid pack,
            OverrideScope scope,
            Map<String, String> values,
            List<Fault> faults) {
        List<ParameterOverride> overrides = new ArrayList<>();
        values.forEach(
                (parameter, value) -> {
                    try {
                        ParameterOverride override =
                                ParameterOverride.parse(scope.text(), parameter, value);
                        Optional<String> reason =
                                Overrides.check(pack.rules(), pack.policies(), override);
                        if (reason.isEmpty()) {
                            overrides.add(override);
                        } else {
                            faults.add(ofReason(parameter, reason.get()));
                        }
                    } catch (IllegalArgumentException e) {
                        faults.add(
                                new Fault(
                                        parameter,
                                        "a parameter is written <rule>.<parameter>",
                                        "see GET /api/v1/rules for the packs, their rules and"
                                                + " parameters"));
                    }
                });
        return overrides;
    }

    /** "what is wrong; what to do", as the rules say it, into its two parts. */
    private static Fault ofReason(String where, String reason) {
        int end = reason.lastIndexOf("; ");
        return end < 0
                ? new Fault(where, reason, "mend it")
                : new Fault(where, reason.substring(0, end), reason.substring(end + 2));
    }

    static Fault unknownPack() {
        return new Fault(
                "path",
                "a pack must be registered, but this one is not",
                "see GET /api/v1/rules for those there are");
    }
}
