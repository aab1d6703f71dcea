// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.archive;

import io.micrometer.core.instrument.Counter;

import org.jdbi.v3.core.Jdbi;
import org.lamplighter.desk.part.DeskServices;
import org.lamplighter.desk.part.Part;
import org.lamplighter.desk.part.Repeating;
import org.lamplighter.desk.rest.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Answers with archived readings, and keeps the archive: on plain PostgreSQL monthly partitions are
 * made ahead and dropped when they are too old; on TimescaleDB the database's own policies are told
 * how long to keep and when to compress. Nothing is lost if it comes late: the default partition
 * takes the rows, and the month's partition takes them over when it is made.
 */
public final class ArchivePart implements Part {
    /** How many months are ready ahead of the present one. */
    public static final int MONTHS_AHEAD = 2;

    /**
     * When chunks are compressed on TimescaleDB. A device's clock is believed seven days back, so
     * few rows come later.
     */
    public static final Duration COMPRESSED_AFTER = Duration.ofDays(14);

    /** How many single rows with times far from the present are deleted in one transaction. */
    static final int MAX_DELETED = 10_000;

    private static final Duration INTERVAL = Duration.ofHours(6);
    private static final Logger LOG = LoggerFactory.getLogger(ArchivePart.class);

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final Duration kept;
    private final Counter rowsDeleted;
    private final Counter partitionsDropped;
    private Optional<Repeating> months = Optional.empty();

    public ArchivePart(DeskServices services) {
        this.jdbi = services.jdbi();
        this.clock = services.clock();
        this.kept = services.config().archive().readings();
        this.rowsDeleted = services.metrics().counter("lamplighter.desk.archive.rows.deleted");
        this.partitionsDropped =
                services.metrics().counter("lamplighter.desk.archive.partitions.dropped");
    }

    @Override
    public List<Route> routes() {
        return new ReadingRoutes(jdbi, clock).routes();
    }

    @Override
    public List<String> openApi() {
        return List.of("org/lamplighter/desk/openapi/archive.json");
    }

    @Override
    public void start() {
        months = Optional.of(new Repeating("desk-archive-months", INTERVAL, this::maintain));
    }

    @Override
    public void close() {
        months.ifPresent(Repeating::close);
    }

    private void maintain() {
        ensureMonths(jdbi, clock.instant());
        applySetting(jdbi, kept);
        Dropped dropped;
        do {
            dropped = dropBefore(jdbi, clock.instant().minus(kept), MAX_DELETED);
            rowsDeleted.increment((double) dropped.rows());
            partitionsDropped.increment(dropped.partitions().size());
            if (!dropped.partitions().isEmpty()) {
                LOG.atInfo()
                        .addKeyValue("partitions", dropped.partitions())
                        .addKeyValue("keptDays", kept.toDays())
                        .log("readings older than the retention were dropped");
            }
        } while (dropped.rows() == MAX_DELETED);
    }

    /**
     * What the retention took.
     *
     * @param partitions partitions or chunks as a whole
     * @param rows rows one by one
     */
    record Dropped(List<String> partitions, long rows) {
        Dropped {
            partitions = List.copyOf(partitions);
        }
    }

    /** Tells the database how long to keep readings; whether that is new to it. */
    static boolean applySetting(Jdbi jdbi, Duration kept) {
        return jdbi.inTransaction(
                handle ->
                        handle.createQuery(
                                        "select apply_archive_setting(make_interval(secs => :kept),"
                                                + " make_interval(secs => :compressed))")
                                .bind("kept", kept.toSeconds())
                                .bind("compressed", COMPRESSED_AFTER.toSeconds())
                                .mapTo(Boolean.class)
                                .one());
    }

    /** Drops what is older than {@code cutoff} where no policy of the database does. */
    static Dropped dropBefore(Jdbi jdbi, Instant cutoff, int mostRows) {
        return jdbi.inTransaction(
                handle -> {
                    handle.execute("set local lock_timeout = '5s'");
                    return handle.createQuery(
                                    "select dropped, deleted from drop_archived_before(:cutoff,"
                                            + " :most)")
                            .bind("cutoff", cutoff.atOffset(ZoneOffset.UTC))
                            .bind("most", mostRows)
                            .map(
                                    (row, ctx) ->
                                            new Dropped(
                                                    List.of(
                                                            (String[])
                                                                    row.getArray("dropped")
                                                                            .getArray()),
                                                    row.getLong("deleted")))
                            .one();
                });
    }

    /**
     * Makes the partitions of this month and the next ones; does nothing where they are, or on
     * TimescaleDB.
     */
    static void ensureMonths(Jdbi jdbi, Instant now) {
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        for (int month = 0; month <= MONTHS_AHEAD; month++) {
            LocalDate day = today.plusMonths(month);
            jdbi.useTransaction(
                    handle -> {
                        handle.execute("set local lock_timeout = '5s'");
                        handle.createQuery("select ensure_point_value_month(:day)")
                                .bind("day", day)
                                .mapTo(String.class)
                                .list();
                    });
        }
    }
}
