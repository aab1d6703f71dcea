// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import io.micrometer.core.instrument.MeterRegistry;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jdbi.v3.core.Jdbi;
import org.lamplighter.reading.Payload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reads the topics alarms and troubles into {@link Intake}, from where the database says they were
 * applied to.
 *
 * <p>Every desk reads every partition, without a consumer group: the row lock in {@link Intake}
 * lets one of them apply a record and the others pass over it. So a desk that dies needs no
 * rebalance, and a restart waits for no session of its former self to end.
 *
 * <p>Runs on one thread of its own; {@link #close} from any other.
 */
final class IntakeLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IntakeLoop.class);

    /** The most records of one transaction. */
    static final int MAX_BATCH = 500;

    /** How long a poll waits when there is nothing; a record ends the wait at once. */
    private static final Duration POLL = Duration.ofSeconds(1);

    /** How often it looks for new partitions. */
    private static final Duration PARTITIONS_EVERY = Duration.ofMinutes(1);

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final Map<String, Object> settings;
    private final List<String> topics;
    private final Jdbi jdbi;
    private final Intake intake;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final OffsetStore offsets = new OffsetStore();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile Optional<String> notReady =
            Optional.of("the case book has not read its offsets yet");
    private volatile Optional<KafkaConsumer<byte[], byte[]>> consumer = Optional.empty();

    /**
     * @param settings of the consumer, as far as they are the user's
     */
    IntakeLoop(
            Map<String, Object> settings,
            List<String> topics,
            Jdbi jdbi,
            Intake intake,
            InstantSource clock,
            MeterRegistry metrics) {
        this.settings = new HashMap<>(settings);
        // an offset that the log does not have ends the reading, and its next start tells the gap
        this.settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        this.settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_BATCH);
        this.settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        this.topics = List.copyOf(topics);
        this.jdbi = jdbi;
        this.intake = intake;
        this.clock = clock;
        this.metrics = metrics;
        this.thread = new Thread(this::run, "desk-case-book");
    }

    void start() {
        thread.start();
    }

    /** Why nothing is read at present; empty while all is well. */
    Optional<String> notReadyBecause() {
        return notReady;
    }

    @Override
    public void close() {
        stop.countDown();
        consumer.ifPresent(KafkaConsumer::wakeup);
        Threads.awaitEnd(thread);
    }

    private void run() {
        long pause = FIRST_PAUSE_MILLIS;
        while (!stopped()) {
            try (KafkaConsumer<byte[], byte[]> opened =
                    new KafkaConsumer<>(
                            settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer = Optional.of(opened);
                read(opened);
            } catch (WakeupException e) {
                // asked to stop
            } catch (RuntimeException e) {
                notReady = Optional.of("the case book cannot read the log: " + Intake.causeOf(e));
                LOG.atWarn()
                        .addKeyValue("pauseMillis", pause)
                        .addKeyValue("cause", Intake.causeOf(e))
                        .log("the case book starts reading again");
                pause = pauseFor(pause);
            } finally {
                consumer = Optional.empty();
            }
        }
    }

    private void read(KafkaConsumer<byte[], byte[]> opened) {
        var lookAgain = clock.instant();
        while (!stopped()) {
            if (!clock.instant().isBefore(lookAgain)) {
                assign(opened);
                lookAgain = clock.instant().plus(PARTITIONS_EVERY);
                notReady = Optional.empty();
            }
            List<Intake.Fetched> batch = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : opened.poll(POLL)) {
                byte[] value = record.value() == null ? new byte[0] : record.value();
                batch.add(
                        new Intake.Fetched(
                                new TopicPartition(record.topic(), record.partition()),
                                record.offset(),
                                Payload.wrap(value)));
            }
            if (!batch.isEmpty()) {
                applyUntilDone(batch);
            }
        }
    }

    /** Adds the partitions that are not read yet. */
    private void assign(KafkaConsumer<byte[], byte[]> opened) {
        List<TopicPartition> fresh = new ArrayList<>();
        for (String topic : topics) {
            for (PartitionInfo info : opened.partitionsFor(topic)) {
                TopicPartition partition = new TopicPartition(topic, info.partition());
                if (!opened.assignment().contains(partition)) {
                    fresh.add(partition);
                }
            }
        }
        if (fresh.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> beginnings = opened.beginningOffsets(fresh);
        Map<TopicPartition, Long> ends = opened.endOffsets(fresh);
        List<LogGap> gaps = new ArrayList<>();
        Map<TopicPartition, Long> next =
                jdbi.inTransaction(
                        handle -> {
                            gaps.clear();
                            Map<TopicPartition, Long> stored = offsets.lockOrAdd(handle, fresh);
                            Map<TopicPartition, Long> from = new HashMap<>();
                            for (TopicPartition each : fresh) {
                                long applied = stored.getOrDefault(each, 0L);
                                long beginning = beginnings.getOrDefault(each, 0L);
                                long end = ends.getOrDefault(each, 0L);
                                Optional<LogGap> gap = LogGap.find(each, applied, beginning, end);
                                gap.ifPresent(gaps::add);
                                from.put(
                                        each,
                                        gap.map(LogGap::next).orElse(Math.max(applied, beginning)));
                            }
                            for (LogGap gap : gaps) {
                                offsets.move(handle, Map.of(gap.partition(), gap.next()));
                                offsets.refuse(
                                        handle,
                                        gap.partition(),
                                        stored.getOrDefault(gap.partition(), 0L),
                                        gap.message(),
                                        clock.instant());
                            }
                            return from;
                        });
        gaps.forEach(this::tell);
        List<TopicPartition> all = new ArrayList<>(opened.assignment());
        all.addAll(fresh);
        opened.assign(all);
        next.forEach(opened::seek);
    }

    private void tell(LogGap gap) {
        metrics.counter("lamplighter.desk.log.gaps", "kind", gap.kind()).increment();
        LOG.error("the log has a gap: {}", gap.message());
    }

    private void applyUntilDone(List<Intake.Fetched> batch) {
        long pause = FIRST_PAUSE_MILLIS;
        while (!stopped()) {
            try {
                intake.apply(batch);
                notReady = Optional.empty();
                return;
            } catch (RuntimeException e) {
                notReady =
                        Optional.of(
                                "the case book cannot write to the database: " + Intake.causeOf(e));
                LOG.atWarn()
                        .addKeyValue("records", batch.size())
                        .addKeyValue("pauseMillis", pause)
                        .addKeyValue("cause", Intake.causeOf(e))
                        .log("the case book waits for the database");
                pause = pauseFor(pause);
            }
        }
    }

    /** Waits, or returns at once when the loop is asked to stop; the answer is the next pause. */
    private long pauseFor(long millis) {
        try {
            boolean asked = stop.await(millis, TimeUnit.MILLISECONDS);
            return asked ? millis : Math.min(millis * 2, LONGEST_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the case book's thread", e);
        }
    }

    private boolean stopped() {
        return stop.getCount() == 0;
    }
}
