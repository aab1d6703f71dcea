// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.archive;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jdbi.v3.core.Jdbi;
import org.lamplighter.desk.rest.Answer;
import org.lamplighter.desk.rest.Fault;
import org.lamplighter.desk.rest.Paging;
import org.lamplighter.desk.rest.Problem;
import org.lamplighter.desk.rest.Request;
import org.lamplighter.desk.rest.Route;
import org.lamplighter.desk.rest.Route.Method;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.PointName;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A device's archived readings over REST; also of a device that is no longer registered. */
final class ReadingRoutes {
    /** How far back it looks if nobody says. */
    static final Duration DEFAULT_SPAN = Duration.ofHours(24);

    private static final String TITLE = "The readings were not read";

    private final Jdbi jdbi;
    private final InstantSource clock;

    ReadingRoutes(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.of(
                        Method.GET,
                        "/api/v1/devices/{id}/readings",
                        this::list,
                        "from",
                        "to",
                        "point",
                        "limit",
                        "after"));
    }

    private Answer list(Request request) {
        List<Fault> faults = new ArrayList<>();
        String device = request.requirePath("id");
        if (!DeviceId.isValid(device)) {
            faults.add(
                    new Fault(
                            "path",
                            "an id must be 1 to "
                                    + DeviceId.MAX_LENGTH
                                    + " letters, digits and . _ : -",
                            "see GET /api/v1/devices for the devices there are"));
        }
        Instant to = instant(request, "to", faults).orElseGet(clock::instant);
        Instant from = instant(request, "from", faults).orElseGet(() -> to.minus(DEFAULT_SPAN));
        if (faults.isEmpty() && from.isAfter(to)) {
            faults.add(
                    new Fault(
                            "query from",
                            "from must not be after to, but " + from + " is after " + to,
                            "swap them"));
        }
        String point = request.findQuery("point").orElse("");
        if (!point.isEmpty() && !PointName.isValid(point)) {
            faults.add(
                    new Fault(
                            "query point",
                            "a point's name must be a lower-case letter followed by at most 63"
                                    + " lower-case letters, digits or _",
                            "write it as the device's profile does"));
        }
        int limit = Paging.limit(request, faults);
        Optional<ReadingCursor> after = cursor(request, faults);
        if (!faults.isEmpty()) {
            return Answer.refused(Problem.Kind.INVALID, TITLE, faults);
        }
        List<ArchivedValue> page =
                jdbi.withHandle(
                        handle ->
                                ArchivedValue.read(
                                        handle,
                                        device,
                                        point,
                                        from,
                                        to,
                                        after.orElse(ReadingCursor.START),
                                        limit));
        return Answer.ok(told(device, page, limit));
    }

    private static ObjectNode told(String device, List<ArchivedValue> page, int limit) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("device", device);
        ArrayNode array = body.putArray("readings");
        page.forEach(value -> array.add(value.toJson()));
        if (page.size() == limit) {
            body.put("next", ReadingCursor.after(page.getLast()).text());
        }
        return body;
    }

    private static Optional<Instant> instant(Request request, String name, List<Fault> faults) {
        Optional<String> text = request.findQuery(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Instant instant = OffsetDateTime.parse(text.get()).toInstant();
            // what PostgreSQL's timestamptz and every reading's time lie well within
            if (!instant.isBefore(Instant.EPOCH)
                    && instant.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) {
                return Optional.of(instant);
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        faults.add(
                new Fault(
                        "query " + name,
                        "a time must be ISO 8601 with an offset, from 1970 to 9998",
                        "write it such as 2026-11-21T08:00:00Z (a + must be written %2B)"));
        return Optional.empty();
    }

    private static Optional<ReadingCursor> cursor(Request request, List<Fault> faults) {
        Optional<String> text = request.findQuery("after");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<ReadingCursor> cursor = ReadingCursor.parse(text.get());
        if (cursor.isEmpty()) {
            faults.add(
                    new Fault(
                            "query after",
                            "it must be the member next of the page before",
                            "leave it out to begin anew"));
        }
        return cursor;
    }
}
