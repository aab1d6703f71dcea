// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.archive;

import org.jdbi.v3.core.Jdbi;
import org.lamplighter.desk.part.DeskServices;
import org.lamplighter.desk.part.Part;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Keeps monthly partitions ready on plain PostgreSQL. Nothing is lost if it comes late: the default
 * partition takes the rows, and the month's partition takes them over when it is made.
 */
public final class ArchivePart implements Part {
    /** How many months are ready ahead of the present one. */
    public static final int MONTHS_AHEAD = 2;

    private static final Logger LOG = LoggerFactory.getLogger(ArchivePart.class);
    private static final Duration INTERVAL = Duration.ofHours(6);

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final ScheduledExecutorService schedule =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("desk-archive-months").daemon().factory());

    public ArchivePart(DeskServices services) {
        this.jdbi = services.jdbi();
        this.clock = services.clock();
    }

    @Override
    public void start() {
        var unused =
                schedule.scheduleWithFixedDelay(
                        this::ensureMonths, 0, INTERVAL.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }

    private void ensureMonths() {
        try {
            ensureMonths(jdbi, clock.instant());
        } catch (RuntimeException e) {
            LOG.warn(
                    "the archive's monthly partitions could not be made; the default partition"
                            + " serves until then",
                    e);
        }
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
