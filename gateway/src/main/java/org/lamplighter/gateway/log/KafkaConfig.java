// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.log;

import java.time.Duration;

/**
 * How the gateway writes to Kafka.
 *
 * @param bootstrap the brokers, {@code host:port} with commas
 * @param topicPrefix put before each topic's name; empty by default
 * @param linger how long a batch waits for more frames: more costs latency, less costs the broker
 *     flushes
 * @param deliveryTimeout after this a frame is given up, unacknowledged
 * @param bufferMemory bytes the producer may hold
 */
public record KafkaConfig(
        String bootstrap,
        String topicPrefix,
        Duration linger,
        Duration deliveryTimeout,
        long bufferMemory) {
    /** A broker on this machine, linger 2 ms, 10 s, 128 MiB. */
    public static final KafkaConfig DEFAULT =
            new KafkaConfig(
                    "localhost:9092", "", Duration.ofMillis(2), Duration.ofSeconds(10), 128L << 20);

    public KafkaConfig withBootstrap(String newBootstrap) {
        return new KafkaConfig(newBootstrap, topicPrefix, linger, deliveryTimeout, bufferMemory);
    }

    public KafkaConfig withTopicPrefix(String newPrefix) {
        return new KafkaConfig(bootstrap, newPrefix, linger, deliveryTimeout, bufferMemory);
    }

    public KafkaConfig withLinger(Duration newLinger) {
        return new KafkaConfig(bootstrap, topicPrefix, newLinger, deliveryTimeout, bufferMemory);
    }
}
