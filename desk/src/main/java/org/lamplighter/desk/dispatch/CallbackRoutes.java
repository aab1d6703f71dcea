// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.lamplighter.alarm.AlarmId;
import org.lamplighter.cases.CaseInput;
import org.lamplighter.cases.Transition;
import org.lamplighter.cloudevent.Json;
import org.lamplighter.desk.cases.CaseBook;
import org.lamplighter.desk.cases.CaseId;
import org.lamplighter.desk.cases.CaseRow;
import org.lamplighter.desk.rest.Answer;
import org.lamplighter.desk.rest.Fault;
import org.lamplighter.desk.rest.Problem;
import org.lamplighter.desk.rest.Request;
import org.lamplighter.desk.rest.Route;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What targets say about cases: {@code POST /api/v1/dispatch/{target}/events}, signed with the
 * target's secret (Standard Webhooks 1.0, timestamps within five minutes). A callback's {@code id}
 * is applied once; a target may only speak of cases it was sent. Safe to share between threads.
 */
final class CallbackRoutes {
    private static final String NOT_APPLIED = "The callback was not applied";
    private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{1,11}");

    /** How far a callback's timestamp may be from the desk's clock, before or after. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final Jdbi jdbi;
    private final TargetStore targets;
    private final CaseBook book;
    private final InstantSource clock;

    CallbackRoutes(Jdbi jdbi, TargetStore targets, CaseBook book, InstantSource clock) {
        this.jdbi = jdbi;
        this.targets = targets;
        this.book = book;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        Route.Method.POST,
                        "/api/v1/dispatch/{target}/events",
                        Route.Access.CHECKED_BY_HANDLER,
                        Set.of(),
                        this::receive));
    }

    private Answer receive(Request request) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Optional<Target> target =
                jdbi.withHandle(handle -> targets.find(handle, request.requirePath("target"), now));
        // an unknown target and a wrong signature look the same from outside
        if (target.isEmpty() || !isSigned(request, target.get(), now)) {
            return Answer.refused(
                    Problem.Kind.UNAUTHENTICATED,
                    NOT_APPLIED,
                    new Fault(
                            "header webhook-signature",
                            "a callback must be signed with the target's secret over webhook-id,"
                                + " webhook-timestamp and body, at a time within five minutes of"
                                + " now",
                            "check the target's name, its secret and the clock"));
        }
        return switch (Callback.read(request.body(), now)) {
            case Callback.Read.Unreadable unreadable -> new Answer.Refused(unreadable.problem());
            case Callback.Read.Good good -> {
                Answer answer =
                        jdbi.inTransaction(
                                handle ->
                                        apply(
                                                handle,
                                                target.get(),
                                                good.callback(),
                                                AlarmId.hash(
                                                        new String(
                                                                request.body(),
                                                                StandardCharsets.UTF_8)),
                                                now));
                book.afterCommit();
                yield answer;
            }
        };
    }

    private static boolean isSigned(Request request, Target target, Instant now) {
        String timestamp = request.findHeader("webhook-timestamp").orElse("");
        if (!TIMESTAMP.matcher(timestamp).matches()) {
            return false;
        }
        long epochSecond = Long.parseLong(timestamp);
        Duration apart = Duration.between(Instant.ofEpochSecond(epochSecond), now).abs();
        if (apart.compareTo(TOLERANCE) > 0 || !isUtf8(request.body())) {
            return false;
        }
        String id = request.findHeader("webhook-id").orElse("");
        String signatures = request.findHeader("webhook-signature").orElse("");
        return !id.isEmpty()
                && target.secrets().stream()
                        .anyMatch(
                                secret ->
                                        secret.verifies(
                                                id, epochSecond, request.body(), signatures));
    }

    /** Strictly: what is not UTF-8 must not be verified as something else. */
    private static boolean isUtf8(byte[] body) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private Answer apply(
            Handle handle, Target target, Callback callback, String hash, Instant now) {
        Optional<CaseId> id =
                book.find(handle, callback.caseText())
                        .filter(found -> wasSent(handle, target, found));
        Optional<CaseRow> locked = id.flatMap(found -> book.lock(handle, found));
        if (locked.isEmpty()) {
            return Answer.refused(
                    Problem.Kind.NOT_FOUND,
                    NOT_APPLIED,
                    new Fault(
                            "case",
                            "there is no case \""
                                    + callback.caseText()
                                    + "\" that was sent to target "
                                    + target.name(),
                            "give the id or number of an event that the target received"));
        }
        CaseRow row = locked.get();
        // under the case's lock, so that a repetition sees what the first one did
        Optional<String> before =
                handle.createQuery(
                                "select body_hash from callback where target = :target and id ="
                                        + " :id")
                        .bind("target", target.id())
                        .bind("id", callback.id())
                        .mapTo(String.class)
                        .findOne();
        if (before.isPresent()) {
            return before.get().equals(hash)
                    ? Answer.ok(json("already-applied", row))
                    : Answer.refused(
                            Problem.Kind.CONFLICT,
                            NOT_APPLIED,
                            new Fault(
                                    "id",
                                    "the id \""
                                            + callback.id()
                                            + "\" was used before for another callback",
                                    "give each callback an id of its own; case "
                                            + row.number()
                                            + " is in state "
                                            + row.standing().state().text()));
        }
        CaseBook.Stepped stepped =
                book.step(
                        handle,
                        row.id(),
                        new CaseInput.Called(callback.action()),
                        callback.remark(),
                        "target:" + target.name(),
                        now);
        return switch (stepped) {
            case CaseBook.Stepped.NoSuchCase none ->
                    throw new IllegalStateException("a locked case is gone");
            case CaseBook.Stepped.Done done -> answer(handle, target, callback, hash, now, done);
        };
    }

    private Answer answer(
            Handle handle,
            Target target,
            Callback callback,
            String hash,
            Instant now,
            CaseBook.Stepped.Done done) {
        CaseRow row = done.row();
        Transition transition = done.transition();
        return switch (transition.outcome()) {
            case ILLEGAL ->
                    Answer.refused(
                            Problem.Kind.CONFLICT,
                            NOT_APPLIED,
                            new Fault(
                                    "action",
                                    transition.reason(),
                                    "case "
                                            + row.number()
                                            + " is in state "
                                            + row.standing().state().text()));
            case APPLIED, ALREADY -> {
                keep(handle, target, callback, hash, row, now);
                yield Answer.ok(
                        json(
                                transition.outcome() == Transition.Outcome.APPLIED
                                        ? "applied"
                                        : "already-applied",
                                row));
            }
        };
    }

    private static void keep(
            Handle handle,
            Target target,
            Callback callback,
            String hash,
            CaseRow row,
            Instant now) {
        handle.createUpdate(
                        "insert into callback (target, id, case_id, action, verdict, at, by_whom,"
                            + " note, body_hash, received_at) values (:target, :id, :case, :action,"
                            + " :verdict, :at, :by, :note, :hash, :now)")
                .bind("target", target.id())
                .bind("id", callback.id())
                .bind("case", row.id().value())
                .bind("action", callback.action().text())
                .bind("verdict", callback.verdict())
                .bind("at", callback.at())
                .bind("by", callback.by())
                .bind("note", callback.note())
                .bind("hash", hash)
                .bind("now", now)
                .execute();
        if (callback.verdict().isEmpty() || row.alarms().isEmpty()) {
            return;
        }
        PreparedBatch batch =
                handle.prepareBatch(
                        "insert into rule_verdict (case_id, rule, rule_version, verdict, at) values"
                            + " (:case, :rule, :version, :verdict, :now) on conflict (case_id,"
                            + " rule, rule_version) do update set verdict = excluded.verdict, at ="
                            + " excluded.at");
        row.alarms()
                .valueStream()
                .map(
                        alarm ->
                                Map.entry(
                                        alarm.path("rule").asText(),
                                        alarm.path("ruleVersion").asLong()))
                .distinct()
                .forEach(
                        rule ->
                                batch.bind("case", row.id().value())
                                        .bind("rule", rule.getKey())
                                        .bind("version", rule.getValue())
                                        .bind("verdict", callback.verdict())
                                        .bind("now", now)
                                        .add());
        batch.execute();
    }

    private static boolean wasSent(Handle handle, Target target, CaseId id) {
        return handle.createQuery(
                        "select exists (select 1 from delivery where target = :target and case_id ="
                                + " :case and last_try_at is not null)")
                .bind("target", target.id())
                .bind("case", id.value())
                .mapTo(Boolean.class)
                .one();
    }

    private static ObjectNode json(String result, CaseRow row) {
        return Json.object()
                .put("result", result)
                .put("case", row.id().value())
                .put("number", row.number())
                .put("state", row.standing().state().text());
    }
}
