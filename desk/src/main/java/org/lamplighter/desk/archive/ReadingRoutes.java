// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.archive;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.lamplighter.desk.rest.Answer;
import org.lamplighter.desk.rest.Fault;
import org.lamplighter.desk.rest.Paging;
import org.lamplighter.desk.rest.Problem;
import org.lamplighter.desk.rest.Request;
import org.lamplighter.desk.rest.Route;
import org.lamplighter.desk.rest.Route.Method;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.PointName;

import java.sql.SQLException;
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

    /** How many buckets a range may have. */
    static final int MAX_BUCKETS = 1_000;

    /** How many buckets one answer has, those of all points together. */
    static final int MAX_BUCKET_ROWS = 10_000;

    /** How long adding up may take. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** PostgreSQL's state of a statement that took too long. */
    private static final String CANCELED = "57014";

    private static final String TITLE = "The readings were not read";

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final Duration patience;

    ReadingRoutes(Jdbi jdbi, InstantSource clock) {
        this(jdbi, clock, PATIENCE);
    }

    ReadingRoutes(Jdbi jdbi, InstantSource clock, Duration patience) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.patience = patience;
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
                        "after",
                        "every"));
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
        if (request.findQuery("every").isPresent()) {
            return downSampled(request, device, point, from, to, faults);
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

    /** Whole buckets, all at once: {@code from} and {@code to} are moved outwards to their ends. */
    private Answer downSampled(
            Request request,
            String device,
            String point,
            Instant from,
            Instant to,
            List<Fault> faults) {
        Optional<BucketSize> every = every(request, faults);
        for (String name : List.of("limit", "after")) {
            if (request.findQuery(name).isPresent()) {
                faults.add(
                        new Fault(
                                "query " + name,
                                "buckets come all at once, not in pages",
                                "leave it out, or leave every out"));
            }
        }
        if (!faults.isEmpty() || every.isEmpty()) {
            return Answer.refused(Problem.Kind.INVALID, TITLE, faults);
        }
        BucketSize size = every.get();
        Instant begin = size.floor(from);
        Instant end = size.ceiling(to);
        long buckets = Duration.between(begin, end).toSeconds() / size.seconds();
        if (buckets > MAX_BUCKETS) {
            return Answer.refused(
                    Problem.Kind.INVALID,
                    TITLE,
                    new Fault(
                            "query every",
                            "a range has at most "
                                    + MAX_BUCKETS
                                    + " buckets, but from "
                                    + begin
                                    + " to "
                                    + end
                                    + " there are "
                                    + buckets
                                    + " of "
                                    + size.text(),
                            "ask for longer buckets or for a shorter range"));
        }
        List<Bucket> read;
        try {
            read =
                    jdbi.inTransaction(
                            handle -> {
                                handle.execute(
                                        "set local statement_timeout = " + patience.toMillis());
                                return Bucket.read(
                                        handle,
                                        Bucket.Source.choose(handle, size),
                                        device,
                                        point,
                                        begin,
                                        end,
                                        size,
                                        MAX_BUCKET_ROWS + 1);
                            });
        } catch (JdbiException e) {
            if (e.getCause() instanceof SQLException cause
                    && CANCELED.equals(cause.getSQLState())) {
                return tooMuch(
                        "adding up took longer than " + patience.toSeconds() + " s",
                        "ask for a shorter range");
            }
            throw e;
        }
        if (read.size() > MAX_BUCKET_ROWS) {
            return tooMuch(
                    "an answer has at most "
                            + MAX_BUCKET_ROWS
                            + " buckets over all points, and here are more",
                    "name one point, or ask for a shorter range");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("device", device);
        body.put("every", size.text());
        body.put("from", begin.toString());
        body.put("to", end.toString());
        ArrayNode array = body.putArray("buckets");
        read.forEach(bucket -> array.add(bucket.toJson()));
        return Answer.ok(body);
    }

    private static Answer tooMuch(String rule, String hint) {
        return Answer.refused(Problem.Kind.INVALID, TITLE, new Fault("query", rule, hint));
    }

    private static Optional<BucketSize> every(Request request, List<Fault> faults) {
        Optional<BucketSize> every = request.findQuery("every").flatMap(BucketSize::parse);
        if (every.isEmpty()) {
            faults.add(
                    new Fault(
                            "query every",
                            "a bucket is 1s to "
                                    + BucketSize.LONGEST.toDays()
                                    + "d long, a number and s, m, h or d, not "
                                    + request.findQuery("every").orElse(""),
                            "write it such as 5m or 1h"));
        }
        return every;
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
