// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import org.lamplighter.log.LoggedReading;
import org.lamplighter.reading.Mark;
import org.lamplighter.reading.PointValue;
import org.lamplighter.reading.Reading;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of one batch, column by column, as {@code unnest} takes them. For one thread and one
 * batch.
 */
final class PointRows {
    static final int CLOCK_SUSPECT = 1;
    static final int LATE = 2;
    static final int HISTORY = 4;
    static final int FLAG = 8;
    static final int TIME_FROM_PLATFORM = 16;
    static final int TIME_FROM_RECEIVED = 32;

    private final List<Integer> entries = new ArrayList<>();
    private final List<Integer> devices = new ArrayList<>();
    private final List<Integer> points = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private final List<Integer> sequences = new ArrayList<>();
    private final List<Long> logTimes = new ArrayList<>();
    private final List<Integer> partitions = new ArrayList<>();
    private final List<Long> offsets = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final List<Integer> qualities = new ArrayList<>();

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Adds the rows of one reading; {@code entry} is its number in the batch. */
    void add(int entry, LoggedReading logged, Dictionary devicesByName, Dictionary pointsByName) {
        Reading reading = logged.reading();
        int quality = quality(reading);
        reading.points()
                .forEach(
                        (point, value) -> {
                            entries.add(entry);
                            devices.add(devicesByName.id(reading.device().value()));
                            points.add(pointsByName.id(point.value()));
                            times.add(micros(reading.eventTime()));
                            sequences.add(reading.sequence());
                            logTimes.add(micros(logged.position().logTime()));
                            partitions.add(logged.position().partition());
                            offsets.add(logged.position().offset());
                            addValue(value, quality);
                        });
    }

    @SuppressWarnings(
            "NullAway") // null is the column's NULL: a text has no number and a number no text
    private void addValue(PointValue value, int quality) {
        switch (value) {
            case PointValue.Quantity quantity -> {
                values.add(quantity.value());
                texts.add(null);
                qualities.add(quality);
            }
            case PointValue.Flag flag -> {
                values.add(flag.value() ? 1.0 : 0.0);
                texts.add(null);
                qualities.add(quality | FLAG);
            }
            case PointValue.Text text -> {
                values.add(null);
                // PostgreSQL's text cannot hold U+0000
                texts.add(text.value().replace('\u0000', '\uFFFD'));
                qualities.add(quality);
            }
        }
    }

    /** Sets the eleven parameters of the insert. */
    void bind(Connection connection, PreparedStatement insert) throws SQLException {
        bind(connection, insert, 1, "int4", entries);
        bind(connection, insert, 2, "int4", devices);
        bind(connection, insert, 3, "int4", points);
        bind(connection, insert, 4, "int8", times);
        bind(connection, insert, 5, "int4", sequences);
        bind(connection, insert, 6, "int8", logTimes);
        bind(connection, insert, 7, "int4", partitions);
        bind(connection, insert, 8, "int8", offsets);
        bind(connection, insert, 9, "float8", values);
        bind(connection, insert, 10, "text", texts);
        bind(connection, insert, 11, "int4", qualities);
    }

    static void bind(
            Connection connection,
            PreparedStatement statement,
            int index,
            String type,
            List<?> column)
            throws SQLException {
        Array array = connection.createArrayOf(type, column.toArray());
        statement.setArray(index, array);
    }

    private static int quality(Reading reading) {
        int quality =
                switch (reading.timeSource()) {
                    case DEVICE -> 0;
                    case PLATFORM -> TIME_FROM_PLATFORM;
                    case RECEIVED -> TIME_FROM_RECEIVED;
                };
        for (Mark mark : reading.marks()) {
            quality |=
                    switch (mark) {
                        case CLOCK_SUSPECT -> CLOCK_SUSPECT;
                        case LATE -> LATE;
                        case HISTORY -> HISTORY;
                    };
        }
        return quality;
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
