// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.log;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.lamplighter.gateway.intake.AppendResult;
import org.lamplighter.gateway.intake.FrameLog;
import org.lamplighter.log.FrameRecords;
import org.lamplighter.log.Topic;
import org.lamplighter.reading.Frame;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Appends frames to the topic {@code frames}. Thread-safe.
 *
 * <p>{@code KafkaProducer.send} blocks while it lacks metadata or memory, so callers only put the
 * frame into a queue, which one thread empties. The queue is bounded by {@link
 * org.lamplighter.gateway.intake.InFlight}, through which each frame comes here. A frame that
 * waited in the queue for the whole delivery timeout is given up without being sent.
 */
public final class KafkaFrameLog implements FrameLog {
    /** How long one frame may keep the others waiting while the producer takes none. */
    static final Duration MAX_BLOCK = Duration.ofSeconds(2);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final long PARK_NANOS = Duration.ofMillis(500).toNanos();

    private record Job(Frame frame, Consumer<AppendResult> done, long since) {
        void fail(String why) {
            done.accept(new AppendResult.Unavailable(why));
        }
    }

    private final String topic;
    private final long patienceNanos;
    private final Producer<String, byte[]> producer;
    private final LongSupplier nanoClock;
    private final Queue<Job> queue = new ConcurrentLinkedQueue<>();
    private final Thread appender;
    private volatile boolean parked;
    private volatile boolean closed;

    private KafkaFrameLog(
            KafkaConfig config, Producer<String, byte[]> producer, LongSupplier nanoClock) {
        this.topic = Topic.FRAMES.name(config.topicPrefix());
        this.patienceNanos = config.deliveryTimeout().toNanos();
        this.producer = producer;
        this.nanoClock = nanoClock;
        this.appender = Thread.ofPlatform().name("frame-appender").daemon().unstarted(this::run);
    }

    /** Starts the producer; a broker that is away is waited for in the background. */
    public static KafkaFrameLog start(KafkaConfig config) {
        Producer<String, byte[]> producer =
                new KafkaProducer<>(
                        settings(config), new StringSerializer(), new ByteArraySerializer());
        return start(config, producer, System::nanoTime);
    }

    static KafkaFrameLog start(
            KafkaConfig config, Producer<String, byte[]> producer, LongSupplier nanoClock) {
        KafkaFrameLog log = new KafkaFrameLog(config, producer, nanoClock);
        log.appender.start();
        return log;
    }

    static Map<String, Object> settings(KafkaConfig config) {
        long delivery = config.deliveryTimeout().toMillis();
        return Map.ofEntries(
                Map.entry("bootstrap.servers", config.bootstrap()),
                Map.entry("client.id", "lamplighter-gateway-frames"),
                Map.entry("acks", "all"),
                Map.entry("enable.idempotence", "true"),
                Map.entry("linger.ms", Long.toString(config.linger().toMillis())),
                // a broker takes a connection's requests one by one: a second would wait there,
                // small
                // and with a flush of its own, where here it grows until the first is answered
                Map.entry("max.in.flight.requests.per.connection", "1"),
                Map.entry("batch.size", "131072"),
                Map.entry("buffer.memory", Long.toString(config.bufferMemory())),
                Map.entry("max.block.ms", Long.toString(MAX_BLOCK.toMillis())),
                Map.entry("request.timeout.ms", Long.toString(delivery / 2)),
                Map.entry("delivery.timeout.ms", Long.toString(delivery)),
                Map.entry("retry.backoff.ms", "50"),
                Map.entry("reconnect.backoff.max.ms", "1000"),
                Map.entry("metadata.max.age.ms", "60000"));
    }

    @Override
    public void append(Frame frame, Consumer<AppendResult> done) {
        queue.add(new Job(frame, done, nanoClock.getAsLong()));
        if (parked) {
            LockSupport.unpark(appender);
        }
        if (closed) {
            giveUpQueued();
        }
    }

    private void run() {
        while (!closed) {
            Job job = queue.poll();
            if (job == null) {
                park();
            } else if (nanoClock.getAsLong() - job.since() > patienceNanos) {
                job.fail("waited too long to be sent");
            } else {
                send(job);
            }
        }
    }

    private void park() {
        parked = true;
        if (queue.isEmpty() && !closed) {
            LockSupport.parkNanos(this, PARK_NANOS);
        }
        parked = false;
    }

    private void send(Job job) {
        try {
            var unused =
                    producer.send(
                            recordOf(job.frame()), (place, fault) -> settle(job, place, fault));
        } catch (RuntimeException e) {
            // whatever it is, it must not end the one thread that appends
            job.fail(String.valueOf(e.getMessage()));
        }
    }

    private static void settle(Job job, RecordMetadata place, @Nullable Exception fault) {
        if (fault == null) {
            job.done().accept(new AppendResult.Appended(place.partition(), place.offset()));
        } else {
            job.fail(String.valueOf(fault.getMessage()));
        }
    }

    private ProducerRecord<String, byte[]> recordOf(Frame frame) {
        List<Header> headers = new ArrayList<>();
        for (var header : FrameRecords.headersOf(frame)) {
            headers.add(
                    new RecordHeader(
                            header.name(), header.value().getBytes(StandardCharsets.UTF_8)));
        }
        return new ProducerRecord<>(
                topic, null, frame.device().value(), frame.payload().toByteArray(), headers);
    }

    private void giveUpQueued() {
        for (Job job = queue.poll(); job != null; job = queue.poll()) {
            job.fail("the gateway is stopping");
        }
    }

    /** Whether frames are still taken from the queue; if not, nothing but a restart helps. */
    public boolean isAlive() {
        return appender.isAlive();
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(appender);
        try {
            appender.join(MAX_BLOCK.multipliedBy(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        giveUpQueued();
        producer.close(CLOSE_TIMEOUT);
    }
}
