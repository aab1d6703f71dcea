// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.quarantine;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.lamplighter.decode.Decoding;
import org.lamplighter.evaluate.Evaluator;
import org.lamplighter.log.LogPosition;
import org.lamplighter.log.Quality;
import org.lamplighter.reading.Mark;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.reading.Reading;

import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Readings of replayed frames as rows of the archive. Whether a frame is a copy is asked of the
 * archive itself, which remembers every identity in the readings' sequence as long as it keeps
 * them: the job's own memory is 16 minutes long, and replays come days later.
 *
 * <p>Stateless; works in its caller's transaction.
 */
final class ReplayedRows {
    private static final Evaluator EVALUATOR = new Evaluator(Evaluator.LATENESS_BOUND);

    /** What became of a frame's readings. */
    sealed interface Result {
        /** How many readings are in the archive because of it. */
        int readings();

        /** They are rows now. */
        record Fresh(int readings) implements Result {}

        /** The archive holds another copy of the frame. */
        record Duplicate() implements Result {
            @Override
            public int readings() {
                return 0;
            }
        }
    }

    /**
     * Makes sure that these names have numbers. In a transaction of its own: the archive job waits
     * for whoever adds a name, and must never wait for a whole replay.
     */
    static void learn(Handle handle, Collection<Decoding.Decoded> frames) {
        TreeSet<String> devices = new TreeSet<>();
        TreeSet<String> points = new TreeSet<>();
        for (Decoding.Decoded frame : frames) {
            for (Reading reading : frame.readings()) {
                devices.add(reading.device().value());
                reading.points().keySet().forEach(point -> points.add(point.value()));
            }
        }
        learn(handle, "device_name", "device", devices);
        learn(handle, "point_name", "point", points);
    }

    private static void learn(
            Handle handle, String table, String column, Collection<String> names) {
        handle.createUpdate(
                        "insert into "
                                + table
                                + " ("
                                + column
                                + ") select n.name from unnest(:names) as n (name) where not exists"
                                + " (select from "
                                + table
                                + " t where t."
                                + column
                                + " = n.name) on conflict do nothing")
                .bindArray("names", String.class, names)
                .execute();
    }

    /** Archives a decoded frame whose names were learnt, unless the archive holds a copy of it. */
    static Result archive(Handle handle, Decoding.Decoded frame, LogPosition position) {
        if (isKnown(handle, frame)) {
            return new Result.Duplicate();
        }
        int fresh = 0;
        for (Reading reading : frame.readings()) {
            if (insert(handle, reading, position) > 0) {
                fresh++;
            }
        }
        return fresh > 0 ? new Result.Fresh(fresh) : new Result.Duplicate();
    }

    /**
     * Whether a reading that bears the frame's identity is there, or a number made from it. A copy
     * that came later by some of the window, at most all of it, has readings as much later where
     * their times are reckoned from its receipt, and at the same time where they are the device's.
     * A history record bears a number of its own, since it is the same in every frame that brings
     * it: its rows tell.
     */
    private static boolean isKnown(Handle handle, Decoding.Decoded frame) {
        Duration window = frame.identity().window();
        List<Reading> own =
                frame.readings().stream()
                        .filter(reading -> !reading.marks().contains(Mark.HISTORY))
                        .toList();
        if (own.isEmpty()) {
            return false;
        }
        List<Instant> times = own.stream().map(Reading::eventTime).sorted().toList();
        List<String> points =
                own.stream()
                        .flatMap(reading -> reading.points().keySet().stream())
                        .map(PointName::value)
                        .distinct()
                        .toList();
        // the outer bounds spare it all other months; the inner ones tell readings apart
        return handle.createQuery(
                        """
                        select exists (
                          select from unnest(:devices, :seqs, cast(:times as timestamptz[])) as r (device, seq, time)
                          join device_name d on d.device = r.device
                          join point_value v on v.device = d.id and v.seq = r.seq
                            and v.time between r.time - cast(:window as interval)
                                           and r.time + cast(:window as interval)
                          where v.point = any (array(select id from point_name where point = any (:points)))
                            and v.time between :from and :to)\
                        """)
                .bindArray(
                        "devices",
                        String.class,
                        own.stream().map(reading -> reading.device().value()).toList())
                .bindArray("seqs", Integer.class, own.stream().map(Reading::sequence).toList())
                .bindArray(
                        "times",
                        String.class,
                        own.stream().map(reading -> reading.eventTime().toString()).toList())
                .bind("window", window.toString())
                .bindArray("points", String.class, points)
                .bind("from", times.getFirst().minus(window).atOffset(ZoneOffset.UTC))
                .bind("to", times.getLast().plus(window).atOffset(ZoneOffset.UTC))
                .mapTo(Boolean.class)
                .one();
    }

    private static int insert(Handle handle, Reading plain, LogPosition position) {
        Reading reading =
                EVALUATOR.isLate(position.logTime(), plain.eventTime())
                        ? plain.with(Mark.LATE)
                        : plain;
        int quality = Quality.of(reading) | Quality.REPLAYED;
        PreparedBatch rows =
                handle.prepareBatch(
                        """
                        insert into point_value(
                            device, point, time, seq, log_time, log_partition, log_offset, value, text, quality)
                        select d.id, p.id, :time, :seq, :logTime, :logPartition, :logOffset,
                               cast(:value as double precision), cast(:text as text), cast(:quality as smallint)
                        from device_name d, point_name p where d.device = :device and p.point = :point
                        on conflict do nothing\
                        """);
        reading.points()
                .forEach(
                        (point, value) -> {
                            bind(rows, value, quality);
                            rows.bind("device", reading.device().value())
                                    .bind("point", point.value())
                                    .bind("time", reading.eventTime().atOffset(ZoneOffset.UTC))
                                    .bind("seq", reading.sequence())
                                    .bind("logTime", position.logTime().atOffset(ZoneOffset.UTC))
                                    .bind("logPartition", position.partition())
                                    .bind("logOffset", position.offset())
                                    .add();
                        });
        return Arrays.stream(rows.execute()).sum();
    }

    private static void bind(PreparedBatch row, PointValue value, int quality) {
        switch (value) {
            case PointValue.Quantity quantity ->
                    row.bind("value", quantity.value())
                            .bindNull("text", Types.VARCHAR)
                            .bind("quality", quality);
            case PointValue.Flag flag ->
                    row.bind("value", flag.value() ? 1.0 : 0.0)
                            .bindNull("text", Types.VARCHAR)
                            .bind("quality", quality | Quality.FLAG);
            case PointValue.Text text ->
                    row.bindNull("value", Types.DOUBLE)
                            .bind("text", text.value().replace('\0', '\uFFFD'))
                            .bind("quality", quality);
        }
    }
}
