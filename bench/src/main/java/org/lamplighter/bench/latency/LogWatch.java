// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.latency;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.lamplighter.log.Topic;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads troubles as they come, and after the run, when it disturbs nothing, the log times of the
 * raising frames.
 */
final class LogWatch implements AutoCloseable {
    private static final Pattern SCOPE = Pattern.compile("device:([A-Za-z0-9._:-]+)");
    private static final byte[] RAISING = "\"ch4\":60,".getBytes(StandardCharsets.UTF_8);
    private static final Duration POLL = Duration.ofMillis(200);

    private final String bootstrap;
    private final Passages passages;
    private final Clock clock;
    private final Map<TopicPartition, Long> framesFrom;
    private final KafkaConsumer<String, byte[]> troubles;
    private final Thread thread;
    private volatile boolean closing;

    private LogWatch(String bootstrap, Passages passages, Clock clock) {
        this.bootstrap = bootstrap;
        this.passages = passages;
        this.clock = clock;
        try (KafkaConsumer<String, byte[]> frames = consumer()) {
            this.framesFrom = frames.endOffsets(partitions(frames, Topic.FRAMES));
        }
        this.troubles = consumer();
        List<TopicPartition> partitions = partitions(troubles, Topic.TROUBLES);
        troubles.assign(partitions);
        troubles.seekToEnd(partitions);
        partitions.forEach(troubles::position);
        this.thread = Thread.ofPlatform().name("trouble-watch").unstarted(this::watch);
    }

    static LogWatch start(String bootstrap, Passages passages, Clock clock) {
        LogWatch watch = new LogWatch(bootstrap, passages, clock);
        watch.thread.start();
        return watch;
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "fetch.min.bytes", 1),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(
            KafkaConsumer<String, byte[]> consumer, Topic topic) {
        return consumer.partitionsFor(topic.name("")).stream()
                .map(it -> new TopicPartition(it.topic(), it.partition()))
                .toList();
    }

    private void watch() {
        while (!closing) {
            var records = troubles.poll(POLL);
            long at = System.nanoTime();
            for (ConsumerRecord<String, byte[]> record : records) {
                Matcher scope = SCOPE.matcher(record.key());
                if (scope.find()) {
                    passages.passed(Stage.TROUBLE, scope.group(1), at);
                }
            }
        }
        troubles.close();
    }

    /** Reads the log times of the frames that were appended since the start. */
    void readLogTimes() {
        try (KafkaConsumer<String, byte[]> frames = consumer()) {
            frames.assign(framesFrom.keySet());
            framesFrom.forEach(frames::seek);
            Map<TopicPartition, Long> ends = frames.endOffsets(framesFrom.keySet());
            Consumer<ConsumerRecord<String, byte[]>> note =
                    record -> {
                        if (record.key() != null && raises(record.value())) {
                            passages.passed(
                                    Stage.LOGGED, record.key(), clock.ofMillis(record.timestamp()));
                        }
                    };
            while (ends.entrySet().stream()
                    .anyMatch(end -> frames.position(end.getKey()) < end.getValue())) {
                frames.poll(POLL).forEach(note);
            }
        }
    }

    private static boolean raises(byte[] payload) {
        return new String(payload, StandardCharsets.UTF_8)
                .contains(new String(RAISING, StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        thread.join();
    }
}
