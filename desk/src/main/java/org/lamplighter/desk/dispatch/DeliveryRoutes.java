// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.lamplighter.cloudevent.Json;
import org.lamplighter.desk.rest.Answer;
import org.lamplighter.desk.rest.Fault;
import org.lamplighter.desk.rest.Problem;
import org.lamplighter.desk.rest.Request;
import org.lamplighter.desk.rest.Route;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What has been sent and what is held back: {@code /api/v1/deliveries}. Safe to share between
 * threads.
 */
final class DeliveryRoutes {
    /** The most deliveries of one answer. */
    static final int MAX_PAGE = 500;

    /** What {@link #json} reads. */
    static final String SELECT =
            "select d.*, t.name as target_name, e.id as event_id, e.type from delivery d join"
                    + " target t on t.id = d.target join case_event e using (case_id, sequence)";

    private static final Pattern ID = Pattern.compile("[0-9]{1,18}");
    private static final List<String> STATES = List.of("pending", "delivered", "parked");
    private static final String NOT_RESENT = "The delivery was not sent again";

    private final Jdbi jdbi;
    private final DeliveryOutbox outbox;

    DeliveryRoutes(Jdbi jdbi, DeliveryOutbox outbox) {
        this.jdbi = jdbi;
        this.outbox = outbox;
    }

    List<Route> routes() {
        return List.of(
                Route.of(
                        Route.Method.GET,
                        "/api/v1/deliveries",
                        this::list,
                        "state",
                        "target",
                        "case"),
                Route.of(Route.Method.POST, "/api/v1/deliveries/{id}/resend", this::resend));
    }

    private Answer list(Request request) {
        Optional<String> state = request.findQuery("state");
        if (state.isPresent() && !STATES.contains(state.get())) {
            return Answer.refused(
                    Problem.Kind.MALFORMED,
                    "The deliveries were not listed",
                    new Fault(
                            "query state",
                            "a delivery's state must be pending, delivered or parked, but is \""
                                    + state.get()
                                    + "\"",
                            "give one of these"));
        }
        ArrayNode array = Json.object().arrayNode();
        jdbi.useHandle(
                handle ->
                        handle.createQuery(
                                        SELECT
                                                + " where (:state = '' or d.state = :state) and"
                                                + " (:target = '' or t.name = :target) and (:case ="
                                                + " '' or d.case_id = :case) order by d.id desc"
                                                + " limit :limit")
                                .bind("state", state.orElse(""))
                                .bind("target", request.findQuery("target").orElse(""))
                                .bind("case", request.findQuery("case").orElse(""))
                                .bind("limit", MAX_PAGE)
                                .map(DeliveryRoutes::json)
                                .forEach(array::add));
        return Answer.ok(Json.object().set("deliveries", array));
    }

    private Answer resend(Request request) {
        String id = request.requirePath("id");
        DeliveryOutbox.Resent resent =
                ID.matcher(id).matches()
                        ? jdbi.inTransaction(handle -> outbox.resend(handle, Long.parseLong(id)))
                        : DeliveryOutbox.Resent.UNKNOWN;
        return switch (resent) {
            case SENT_AGAIN -> {
                outbox.wake();
                yield new Answer.Json(
                        202, Json.object().put("id", Long.parseLong(id)).put("state", "pending"));
            }
            case NOT_PARKED ->
                    Answer.refused(
                            Problem.Kind.CONFLICT,
                            NOT_RESENT,
                            new Fault(
                                    "path",
                                    "only a parked delivery can be sent again, and delivery "
                                            + id
                                            + " is not parked",
                                    "GET /api/v1/deliveries?state=parked lists those that are"));
            case UNKNOWN ->
                    Answer.refused(
                            Problem.Kind.NOT_FOUND,
                            NOT_RESENT,
                            new Fault(
                                    "path",
                                    "there is no delivery \"" + id + "\"",
                                    "GET /api/v1/deliveries?state=parked lists those that can be"
                                            + " sent again"));
        };
    }

    static ObjectNode json(ResultSet rs, StatementContext ctx) throws SQLException {
        ObjectNode node = Json.object();
        node.put("id", rs.getLong("id"));
        node.put("target", rs.getString("target_name"));
        node.put("case", rs.getString("case_id"));
        node.put("event", rs.getString("event_id"));
        node.put("type", rs.getString("type"));
        node.put("sequence", rs.getLong("sequence"));
        node.put("state", rs.getString("state"));
        node.put("tries", rs.getInt("tries"));
        node.put("status", rs.getInt("status"));
        if (!rs.getString("fault").isEmpty()) {
            node.put("fault", rs.getString("fault"));
        }
        node.put("reason", rs.getString("reason"));
        for (String time : List.of("created_at", "next_try_at", "last_try_at", "delivered_at")) {
            if (rs.getTimestamp(time) != null) {
                node.put(camelCase(time), rs.getTimestamp(time).toInstant().toString());
            }
        }
        return node;
    }

    private static String camelCase(String column) {
        StringBuilder name = new StringBuilder();
        for (String word : column.split("_", -1)) {
            name.append(
                    name.isEmpty()
                            ? word
                            : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}
