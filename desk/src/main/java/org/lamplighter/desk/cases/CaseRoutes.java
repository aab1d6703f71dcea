// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.lamplighter.cloudevent.Json;
import org.lamplighter.desk.rest.Answer;
import org.lamplighter.desk.rest.Fault;
import org.lamplighter.desk.rest.Problem;
import org.lamplighter.desk.rest.Request;
import org.lamplighter.desk.rest.Route;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cases and alarms to read: {@code /api/v1/cases} and {@code /api/v1/alarms}. Safe to share between
 * threads.
 */
final class CaseRoutes {
    /** The most events, and the most deliveries, that one case's answer tells: the newest. */
    static final int MAX_HISTORY = 500;

    private static final List<String> ALARM_STATES = List.of("raised", "cleared", "withdrawn");

    private final Jdbi jdbi;
    private final EventOutbox outbox;
    private final CaseStore store = new CaseStore();

    CaseRoutes(Jdbi jdbi, EventOutbox outbox) {
        this.jdbi = jdbi;
        this.outbox = outbox;
    }

    List<Route> routes() {
        return List.of(
                Route.of(
                        Route.Method.GET,
                        "/api/v1/cases",
                        this::cases,
                        "state",
                        "kind",
                        "scope",
                        "updatedSince",
                        "limit"),
                Route.of(Route.Method.GET, "/api/v1/cases/{id}", this::oneCase),
                Route.of(
                        Route.Method.GET,
                        "/api/v1/alarms",
                        this::alarms,
                        "state",
                        "device",
                        "rule",
                        "raisedSince",
                        "limit"));
    }

    /**
     * The longest unchanged first, so that the last one's {@code updatedAt} asks for those that
     * follow.
     */
    private Answer cases(Request request) {
        List<Fault> faults = new ArrayList<>();
        Optional<CaseQuery> query = CaseQuery.read(request, faults);
        if (query.isEmpty()) {
            return Answer.refused(Problem.Kind.MALFORMED, "The cases were not listed", faults);
        }
        ArrayNode array = Json.object().arrayNode();
        jdbi.withHandle(handle -> store.list(handle, query.get()))
                .forEach(row -> array.add(CaseEventJson.data(row)));
        return Answer.ok(Json.object().set("cases", array));
    }

    /** One case by its id or number, with its history and what became of its events. */
    private Answer oneCase(Request request) {
        String id = request.requirePath("id");
        return jdbi.inTransaction(
                handle ->
                        store.find(handle, id)
                                .map(row -> tell(handle, row))
                                .orElseGet(
                                        () ->
                                                Answer.refused(
                                                        Problem.Kind.NOT_FOUND,
                                                        "The case was not found",
                                                        new Fault(
                                                                "path",
                                                                "there is no case \"" + id + "\"",
                                                                "GET /api/v1/cases lists them"))));
    }

    private Answer tell(Handle handle, CaseRow row) {
        ObjectNode node = CaseEventJson.data(row);
        ArrayNode history = node.putArray("history");
        handle.createQuery(
                        "select * from (select * from case_event where case_id = :case order by"
                                + " sequence desc limit :limit) newest order by sequence")
                .bind("case", row.id().value())
                .bind("limit", MAX_HISTORY)
                .map(
                        (rs, ctx) ->
                                Json.object()
                                        .put("sequence", rs.getLong("sequence"))
                                        .put("id", rs.getString("id"))
                                        .put("type", rs.getString("type"))
                                        .put("at", rs.getTimestamp("at").toInstant().toString())
                                        .put("state", rs.getString("state"))
                                        .put("reason", rs.getString("reason"))
                                        .put("actor", rs.getString("actor")))
                .forEach(history::add);
        node.set("deliveries", outbox.tell(handle, row.id(), MAX_HISTORY));
        return Answer.ok(node);
    }

    private Answer alarms(Request request) {
        List<Fault> faults = new ArrayList<>();
        String state = request.findQuery("state").orElse("");
        if (!state.isEmpty() && !ALARM_STATES.contains(state)) {
            faults.add(
                    new Fault(
                            "query state",
                            "an alarm's state must be raised, cleared or withdrawn, but is \""
                                    + state
                                    + "\"",
                            "give one of these"));
        }
        Instant since = CaseQuery.readTime(request, "raisedSince", faults);
        int limit = CaseQuery.readLimit(request, faults);
        if (!faults.isEmpty()) {
            return Answer.refused(Problem.Kind.MALFORMED, "The alarms were not listed", faults);
        }
        ArrayNode array = Json.object().arrayNode();
        jdbi.useHandle(
                handle ->
                        handle.createQuery(
                                        "select snapshot from alarm where raised_at >= :since and"
                                            + " (:state = '' or state = :state) and (:device = ''"
                                            + " or device = :device) and (:rule = '' or rule ="
                                            + " :rule) order by raised_at desc, id limit :limit")
                                .bind("since", since)
                                .bind("state", state)
                                .bind("device", request.findQuery("device").orElse(""))
                                .bind("rule", request.findQuery("rule").orElse(""))
                                .bind("limit", limit)
                                .mapTo(String.class)
                                .forEach(
                                        json ->
                                                array.add(
                                                        Json.parse(
                                                                json.getBytes(
                                                                        StandardCharsets.UTF_8),
                                                                "a stored alarm"))));
        return Answer.ok(Json.object().set("alarms", array));
    }
}
