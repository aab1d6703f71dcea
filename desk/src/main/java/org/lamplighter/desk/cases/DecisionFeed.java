// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Publishes what was decided to the topic case-decisions: at least once, in order for a kind and
 * scope. The rows are locked while they are sent, so of several desks one at a time sends, and what
 * it sent is passed over by the others.
 *
 * <p>Runs on one thread of its own; {@link #wake} and {@link #close} from any other.
 */
final class DecisionFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DecisionFeed.class);

    /** The most decisions of one transaction. */
    static final int MAX_BATCH = 100;

    /** What another desk wrote, or a wake-up that was lost, waits this long at most. */
    private static final long POLL_MILLIS = 500;

    private final Map<String, Object> settings;
    private final String topic;
    private final Jdbi jdbi;
    private final InstantSource clock;
    private final Semaphore bell = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopping;

    /**
     * @param settings of the producer, as far as they are the user's
     */
    DecisionFeed(Map<String, Object> settings, String topic, Jdbi jdbi, InstantSource clock) {
        this.settings = new HashMap<>(settings);
        this.settings.put(ProducerConfig.ACKS_CONFIG, "all");
        this.settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        this.settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        this.settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        this.settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        this.settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        this.topic = topic;
        this.jdbi = jdbi;
        this.clock = clock;
        this.thread = new Thread(this::run, "desk-decisions");
    }

    void start() {
        thread.start();
    }

    /** There may be something to send. */
    void wake() {
        bell.release();
    }

    @Override
    public void close() {
        stopping = true;
        wake();
        Threads.awaitEnd(thread);
    }

    private void run() {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            while (!stopping) {
                try {
                    int sent = sendSome(producer);
                    if (sent < MAX_BATCH) {
                        rest();
                    }
                } catch (RuntimeException | ExecutionException e) {
                    LOG.atWarn()
                            .addKeyValue("cause", Intake.causeOf(e))
                            .log("decisions could not be published; they will be tried again");
                    rest();
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the decisions' thread", e);
        }
    }

    private void rest() throws InterruptedException {
        if (bell.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            bell.drainPermits();
        }
    }

    private int sendSome(KafkaProducer<byte[], byte[]> producer)
            throws ExecutionException, InterruptedException {
        try (Handle handle = jdbi.open()) {
            handle.begin();
            int sent = send(handle, producer);
            handle.commit();
            return sent;
        }
    }

    private int send(Handle handle, KafkaProducer<byte[], byte[]> producer)
            throws ExecutionException, InterruptedException {
        List<Long> ids = new ArrayList<>();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        handle.createQuery(
                        "select id, key, body from case_decision where sent_at is null order by id"
                                + " limit :limit for update")
                .bind("limit", MAX_BATCH)
                .map(
                        (rs, ctx) -> {
                            ids.add(rs.getLong("id"));
                            records.add(
                                    new ProducerRecord<>(
                                            topic,
                                            rs.getString("key").getBytes(StandardCharsets.UTF_8),
                                            rs.getString("body").getBytes(StandardCharsets.UTF_8)));
                            return ids.size();
                        })
                .list();
        List<Future<?>> acknowledgements = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : records) {
            acknowledgements.add(producer.send(record));
        }
        for (Future<?> acknowledgement : acknowledgements) {
            acknowledgement.get();
        }
        if (!ids.isEmpty()) {
            handle.createUpdate("update case_decision set sent_at = :now where id = any(:ids)")
                    .bind("now", clock.instant())
                    .bindArray("ids", Long.class, ids)
                    .execute();
        }
        return ids.size();
    }
}
