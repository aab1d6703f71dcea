// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.archive;

import org.lamplighter.jobs.archive.ArchiveEntry;
import org.lamplighter.jobs.lane.EmissionOrder;
import org.lamplighter.jobs.lane.Lane;
import org.lamplighter.log.LogPosition;
import org.lamplighter.log.LoggedReading;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.reading.Reading;
import org.lamplighter.reading.TimeSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rows that all ways write: devices that report three values each in turn, so ordered by time.
 *
 * @param devices how many
 * @param readings how many in all
 * @param batch how many in one transaction
 */
record Workload(int devices, int readings, int batch) {
    /** The points of each reading; their numbers in the tables of the bare ways are 1, 2 and 3. */
    static final List<String> POINTS = List.of("battery", "level", "tilt");

    private static final Instant BEGIN = Instant.parse("2026-11-02T00:00:00Z");

    int rows() {
        return readings * POINTS.size();
    }

    int batches() {
        return (readings + batch - 1) / batch;
    }

    int first(int number) {
        return number * batch;
    }

    int last(int number) {
        return Math.min(readings, first(number) + batch);
    }

    String device(int reading) {
        return "D-" + reading % devices;
    }

    /** The event time of a reading: each device reports once a minute. */
    Instant time(int reading) {
        return BEGIN.plusSeconds(60L * (reading / devices)).plusMillis(5L * (reading % devices));
    }

    double value(int reading, int point) {
        return (reading % 97) + 0.25 * point;
    }

    /** A batch as the archive job makes it of its records. */
    List<ArchiveEntry> entries(int number) {
        List<ArchiveEntry> entries = new ArrayList<>(batch);
        for (int i = first(number); i < last(number); i++) {
            SortedMap<PointName, PointValue> points = new TreeMap<>();
            for (int p = 0; p < POINTS.size(); p++) {
                points.put(new PointName(POINTS.get(p)), new PointValue.Quantity(value(i, p)));
            }
            Reading reading =
                    new Reading(
                            new DeviceId(device(i)),
                            "generic-manhole-cover",
                            1,
                            time(i),
                            time(i),
                            TimeSource.DEVICE,
                            i & 0xffff,
                            Set.of(),
                            points);
            LogPosition position = new LogPosition(0, i, time(i).plusMillis(3));
            entries.add(
                    new ArchiveEntry(
                            Lane.of(0, device(i)),
                            new EmissionOrder(i, 0),
                            new LoggedReading(reading, position, 0, false)));
        }
        return entries;
    }
}
