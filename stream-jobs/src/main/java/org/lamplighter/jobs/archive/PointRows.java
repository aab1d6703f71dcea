// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import org.lamplighter.log.LoggedReading;
import org.lamplighter.log.Quality;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.reading.Reading;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The rows of readings, by device and time: neighbours in the index are written one after the
 * other. A row is made when it is asked for, so that a server stores the first while the next are
 * made. For one thread, while the dictionaries know all names.
 */
final class PointRows implements Iterable<PointRow> {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final Numbered[] readings;
    private final Dictionary points;

    private record Numbered(int entry, int device, LoggedReading logged)
            implements Comparable<Numbered> {
        @Override
        public int compareTo(Numbered other) {
            return device != other.device
                    ? Integer.compare(device, other.device)
                    : logged.reading().eventTime().compareTo(other.logged.reading().eventTime());
        }
    }

    private PointRows(Numbered[] readings, Dictionary points) {
        this.readings = readings;
        this.points = points;
    }

    /** The rows of these readings; a row's entry is its reading's place in the list. */
    static PointRows of(List<ArchiveEntry> entries, Dictionary devices, Dictionary points) {
        Numbered[] readings = new Numbered[entries.size()];
        for (int i = 0; i < readings.length; i++) {
            LoggedReading logged = entries.get(i).logged();
            readings[i] = new Numbered(i, devices.id(logged.reading().device().value()), logged);
        }
        Arrays.sort(readings);
        return new PointRows(readings, points);
    }

    /** The entries that have rows. */
    BitSet entries() {
        BitSet entries = new BitSet();
        for (Numbered each : readings) {
            entries.set(each.entry(), !each.logged().reading().points().isEmpty());
        }
        return entries;
    }

    /** All rows at once. */
    List<PointRow> toList() {
        List<PointRow> rows = new ArrayList<>(4 * readings.length);
        for (Numbered each : readings) {
            add(each, rows);
        }
        return rows;
    }

    @Override
    public Iterator<PointRow> iterator() {
        return new Rows();
    }

    /** Makes the rows of one reading at a time. */
    private final class Rows implements Iterator<PointRow> {
        private final List<PointRow> made = new ArrayList<>();
        private int next;
        private int reading;

        @Override
        public boolean hasNext() {
            while (next == made.size() && reading < readings.length) {
                made.clear();
                next = 0;
                add(readings[reading++], made);
            }
            return next < made.size();
        }

        @Override
        public PointRow next() {
            if (!hasNext()) {
                throw new NoSuchElementException("there are no more rows");
            }
            return made.get(next++);
        }
    }

    private void add(Numbered numbered, List<PointRow> rows) {
        LoggedReading logged = numbered.logged();
        Reading reading = logged.reading();
        long micros = micros(reading.eventTime());
        long logMicros = micros(logged.position().logTime());
        int quality = Quality.of(reading) | (logged.replayed() ? Quality.REPLAYED : 0);
        for (Map.Entry<PointName, PointValue> point : reading.points().entrySet()) {
            rows.add(
                    new PointRow(
                            numbered.entry(),
                            numbered.device(),
                            points.id(point.getKey().value()),
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
