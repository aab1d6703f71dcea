// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import org.lamplighter.log.LoggedReading;
import org.lamplighter.log.Quality;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.reading.Reading;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes readings into rows. Stateless. */
final class PointRows {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private PointRows() {}

    /**
     * The rows of readings, in the order of their key: neighbours in the index are written one
     * after the other.
     */
    static List<PointRow> of(
            List<ArchiveEntry> entries, Dictionary devicesByName, Dictionary pointsByName) {
        List<PointRow> rows = new ArrayList<>(4 * entries.size());
        for (int entry = 0; entry < entries.size(); entry++) {
            add(entry, entries.get(entry).logged(), devicesByName, pointsByName, rows);
        }
        rows.sort(null);
        return rows;
    }

    private static void add(
            int entry,
            LoggedReading logged,
            Dictionary devicesByName,
            Dictionary pointsByName,
            List<PointRow> rows) {
        Reading reading = logged.reading();
        int device = devicesByName.id(reading.device().value());
        long micros = micros(reading.eventTime());
        long logMicros = micros(logged.position().logTime());
        int quality = Quality.of(reading) | (logged.replayed() ? Quality.REPLAYED : 0);
        for (Map.Entry<PointName, PointValue> point : reading.points().entrySet()) {
            rows.add(
                    new PointRow(
                            entry,
                            device,
                            pointsByName.id(point.getKey().value()),
                            micros,
                            reading.sequence(),
                            logMicros,
                            logged.position().partition(),
                            logged.position().offset(),
                            point.getValue(),
                            quality
                                    | (point.getValue() instanceof PointValue.Flag
                                            ? Quality.FLAG
                                            : 0)));
        }
    }

    private static long micros(Instant time) {
        return Math.addExact(
                Math.multiplyExact(time.getEpochSecond(), MICROS_PER_SECOND),
                time.getNano() / 1_000);
    }
}
