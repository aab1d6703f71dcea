// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.lamplighter.alarm.AlarmCodec;
import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.reading.Payload;
import org.lamplighter.trouble.Trouble;
import org.lamplighter.trouble.TroubleCodec;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Applies records of the topics alarms and troubles to the database, each exactly once however
 * often it is handed in and by however many desks: the partition's offset is checked under a row
 * lock in the transaction of the effects. Safe to share between threads.
 */
final class Intake {
    /** One record. */
    record Fetched(TopicPartition partition, long offset, Payload value) {}

    /** What a record says. */
    private sealed interface Said {
        record OfAlarm(AlarmEvent alarm) implements Said {}

        record OfTrouble(Trouble trouble) implements Said {}

        record Unreadable(String reason) implements Said {}
    }

    private record Parsed(Fetched record, Said said) {}

    /**
     * Classes of SQLSTATE that say "not now": connection, rollback, lock, resources, shutdown,
     * system.
     */
    private static final Set<String> PASSING = Set.of("08", "25", "40", "53", "55", "57", "58");

    /** Outcomes after which somebody has something to send. */
    private static final Set<String> CHANGES =
            Set.of("trouble-opened", "trouble-attached", "trouble-applied");

    private final Jdbi jdbi;
    private final CaseBook book;
    private final String alarmTopic;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final Timer timer;
    private final OffsetStore offsets = new OffsetStore();
    private final AlarmStore alarms = new AlarmStore();

    Intake(
            Jdbi jdbi,
            CaseBook book,
            String alarmTopic,
            InstantSource clock,
            MeterRegistry metrics) {
        this.jdbi = jdbi;
        this.book = book;
        this.alarmTopic = alarmTopic;
        this.clock = clock;
        this.metrics = metrics;
        this.timer =
                Timer.builder("lamplighter.desk.intake")
                        .description("one transaction of alarms and troubles")
                        .register(metrics);
    }

    /**
     * Applies a batch in one transaction. If a record of it cannot be applied for a reason that
     * will not pass, each is applied in a transaction of its own, and that one is noted and passed
     * over: one bad record stops nothing.
     *
     * @throws RuntimeException if the database does not do at present; the same batch may be handed
     *     in again
     */
    void apply(List<Fetched> batch) {
        List<Parsed> parsed = batch.stream().map(this::parse).toList();
        try {
            timer.record(() -> applyTogether(parsed));
        } catch (RuntimeException e) {
            if (isPassing(e)) {
                throw e;
            }
            for (Parsed each : parsed) {
                applyAlone(each);
            }
        }
    }

    private void applyAlone(Parsed parsed) {
        try {
            applyTogether(List.of(parsed));
        } catch (RuntimeException e) {
            if (isPassing(e)) {
                throw e;
            }
            Parsed refused =
                    new Parsed(
                            parsed.record(),
                            new Said.Unreadable("it could not be applied: " + causeOf(e)));
            applyTogether(List.of(refused));
        }
    }

    private void applyTogether(List<Parsed> batch) {
        // counted after the commit: a batch that is rolled back has done nothing
        List<String> counted = jdbi.inTransaction(handle -> applyIn(handle, batch));
        counted.stream()
                .collect(Collectors.groupingBy(outcome -> outcome, Collectors.counting()))
                .forEach(
                        (outcome, times) ->
                                metrics.counter("lamplighter.desk.records", "outcome", outcome)
                                        .increment(times));
        if (counted.stream().anyMatch(CHANGES::contains)) {
            book.afterCommit();
        }
    }

    private List<String> applyIn(Handle handle, List<Parsed> batch) {
        TreeSet<TopicPartition> partitions =
                batch.stream()
                        .map(each -> each.record().partition())
                        .collect(Collectors.toCollection(() -> new TreeSet<>(Partitions.ORDER)));
        Map<TopicPartition, Long> next = new HashMap<>(offsets.lock(handle, partitions));
        Map<TopicPartition, Long> moved = new HashMap<>();
        List<String> outcomes = new ArrayList<>();
        List<AlarmEvent> newAlarms = new ArrayList<>();
        List<Trouble> troubles = new ArrayList<>();
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        for (Parsed each : batch) {
            Fetched record = each.record();
            if (record.offset() < next.getOrDefault(record.partition(), 0L)) {
                outcomes.add("applied-by-another");
                continue;
            }
            next.put(record.partition(), record.offset() + 1);
            moved.put(record.partition(), record.offset() + 1);
            switch (each.said()) {
                case Said.OfAlarm alarm -> {
                    newAlarms.add(alarm.alarm());
                    outcomes.add("alarm");
                }
                case Said.OfTrouble trouble -> troubles.add(trouble.trouble());
                case Said.Unreadable unreadable -> {
                    offsets.refuse(
                            handle, record.partition(), record.offset(), unreadable.reason(), now);
                    outcomes.add("refused");
                }
            }
        }
        alarms.keep(handle, newAlarms);
        book.sense(handle, troubles, now)
                .forEach(outcome -> outcomes.add("trouble-" + outcome.text()));
        offsets.move(handle, moved);
        return outcomes;
    }

    private Parsed parse(Fetched record) {
        try {
            Said said =
                    record.partition().topic().equals(alarmTopic)
                            ? new Said.OfAlarm(AlarmCodec.parse(record.value().toByteArray()))
                            : new Said.OfTrouble(TroubleCodec.parse(record.value().toByteArray()));
            return new Parsed(record, said);
        } catch (IllegalArgumentException e) {
            return new Parsed(record, new Said.Unreadable(String.valueOf(e.getMessage())));
        }
    }

    /**
     * What the database or the program said first. Not the message of what wraps it: that one holds
     * the statement with its arguments, which may be payloads.
     */
    static String causeOf(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && !(cause instanceof SQLException)) {
            cause = cause.getCause();
        }
        String told = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return cause.getClass().getSimpleName() + ": " + told;
    }

    static boolean isPassing(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientException) {
                return true;
            }
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().length() == 5) {
                return PASSING.contains(sql.getSQLState().substring(0, 2));
            }
        }
        return false;
    }

    /** An order of partitions, the same in every desk. */
    private static final class Partitions {
        static final java.util.Comparator<TopicPartition> ORDER =
                java.util.Comparator.comparing(TopicPartition::topic)
                        .thenComparingInt(TopicPartition::partition);
    }
}
