// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.archive;

import org.jdbi.v3.core.Jdbi;
import org.lamplighter.desk.part.DeskServices;
import org.lamplighter.desk.part.Part;
import org.lamplighter.desk.part.Repeating;
import org.lamplighter.desk.rest.Route;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Answers with archived readings, and keeps monthly partitions ready on plain PostgreSQL. Nothing
 * is lost if it comes late: the default partition takes the rows, and the month's partition takes
 * them over when it is made.
 */
public final class ArchivePart implements Part {
    /** How many months are ready ahead of the present one. */
    public static final int MONTHS_AHEAD = 2;

    private static final Duration INTERVAL = Duration.ofHours(6);

    private final Jdbi jdbi;
    private final InstantSource clock;
    private Optional<Repeating> months = Optional.empty();

    public ArchivePart(DeskServices services) {
        this.jdbi = services.jdbi();
        this.clock = services.clock();
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
        months =
                Optional.of(
                        new Repeating(
                                "desk-archive-months",
                                INTERVAL,
                                () -> ensureMonths(jdbi, clock.instant())));
    }

    @Override
    public void close() {
        months.ifPresent(Repeating::close);
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
