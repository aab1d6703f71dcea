// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.feed;

import org.apache.kafka.clients.admin.Admin;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.part.KafkaClients;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks whether Kafka answers, at most every two seconds however often it is asked. Safe to share
 * between threads.
 */
final class KafkaProbe implements AutoCloseable {
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Admin admin;
    private final String bootstrapServers;
    private final InstantSource clock;
    private Instant askedAt = Instant.EPOCH;
    private Optional<String> answer = Optional.empty();

    KafkaProbe(DeskConfig.Kafka kafka, InstantSource clock) {
        this.admin = Admin.create(KafkaClients.settings(kafka, "lamplighter-desk-probe"));
        this.bootstrapServers = kafka.bootstrapServers();
        this.clock = clock;
    }

    /** Why not; empty if it answers. */
    synchronized Optional<String> unreachableBecause() {
        Instant now = clock.instant();
        if (Duration.between(askedAt, now).abs().compareTo(FRESH) > 0) {
            answer = ask();
            askedAt = now;
        }
        return answer;
    }

    private Optional<String> ask() {
        try {
            admin.describeCluster().clusterId().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.of(
                    "Kafka at "
                            + bootstrapServers
                            + " does not answer within "
                            + TIMEOUT.toSeconds()
                            + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("this desk is stopping");
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
