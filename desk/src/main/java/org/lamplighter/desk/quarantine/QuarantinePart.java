// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.quarantine;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.lamplighter.desk.part.DeskServices;
import org.lamplighter.desk.part.Part;
import org.lamplighter.desk.part.Repeating;
import org.lamplighter.desk.rest.Route;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Lists the quarantine, replays it, and deletes what is too old. */
public final class QuarantinePart implements Part {
    /** How many old frames are deleted in one transaction. */
    static final int MAX_DELETED = 1_000;

    private static final Duration INTERVAL = Duration.ofHours(1);

    /** How far behind the present the archive's hours are kept; see the migrations. */
    private static final Duration HOURS_BEHIND = Duration.ofHours(2);

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final Duration kept;
    private final Replay replay;
    private final MeterRegistry metrics;
    private final Counter deleted;
    private Optional<Repeating> retention = Optional.empty();

    public QuarantinePart(DeskServices services) {
        this.jdbi = services.jdbi();
        this.clock = services.clock();
        this.kept = services.config().archive().quarantine();
        this.replay = new Replay(jdbi, clock);
        this.metrics = services.metrics();
        this.deleted = metrics.counter("lamplighter.desk.quarantine.deleted");
    }

    @Override
    public List<Route> routes() {
        return new QuarantineRoutes(jdbi, this::replay).routes();
    }

    @Override
    public List<String> openApi() {
        return List.of("org/lamplighter/desk/openapi/quarantine.json");
    }

    @Override
    public void start() {
        retention =
                Optional.of(new Repeating("desk-quarantine-retention", INTERVAL, this::deleteOld));
    }

    @Override
    public void close() {
        retention.ifPresent(Repeating::close);
    }

    private Replay.Outcome replay(QuarantineFilter filter) {
        Replay.Outcome outcome = replay.run(filter);
        count("fresh", outcome.fresh());
        count("duplicate", outcome.duplicates());
        count("undecodable", outcome.undecodable());
        metrics.counter("lamplighter.desk.replay.readings").increment(outcome.readings());
        outcome.times().ifPresent(this::refreshHours);
        return outcome;
    }

    private void count(String outcome, int frames) {
        metrics.counter("lamplighter.desk.replay.frames", "outcome", outcome).increment(frames);
    }

    private void deleteOld() {
        Instant cutoff = clock.instant().minus(kept);
        int count;
        do {
            count =
                    jdbi.inTransaction(
                            handle ->
                                    new QuarantineStore()
                                            .deleteBefore(handle, cutoff, MAX_DELETED));
            deleted.increment(count);
        } while (count == MAX_DELETED);
    }

    /**
     * Has TimescaleDB add replayed readings to the hours that it added up before; newer hours are
     * added up from the rows. It cannot be done within a transaction.
     */
    private void refreshHours(Replay.Span times) {
        Instant first = times.first().truncatedTo(ChronoUnit.HOURS);
        Instant behind = clock.instant().minus(HOURS_BEHIND).truncatedTo(ChronoUnit.HOURS);
        Instant last = times.last().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        Instant end = last.isBefore(behind) ? last : behind;
        jdbi.useHandle(
                handle -> {
                    String kind =
                            handle.createQuery("select archive_kind()").mapTo(String.class).one();
                    if (kind.equals("policies") && first.isBefore(end)) {
                        handle.createUpdate(
                                        "call refresh_continuous_aggregate('point_hour',"
                                                + " cast(:first as timestamptz), cast(:last as"
                                                + " timestamptz))")
                                .bind("first", first.atOffset(ZoneOffset.UTC))
                                .bind("last", end.atOffset(ZoneOffset.UTC))
                                .execute();
                    }
                });
    }
}
