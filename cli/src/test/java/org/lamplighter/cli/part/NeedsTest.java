// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.part;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.cli.up.Progress;
import org.lamplighter.jobs.archive.Database;
import org.lamplighter.jobs.topic.KafkaTopics;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

class NeedsTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Progress progress =
            new Progress(new PrintStream(said, true, StandardCharsets.UTF_8));
    private final Needs needs = new Needs(progress);

    @Test
    void saysNothingOfWhatIsThere() throws Exception {
        needs.await("Kafka at here:1", () -> "");

        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void saysInOneLineWhatItWaitsForHoweverOftenItLooks() throws Exception {
        Iterator<String> answers = List.of("0 of 3\nbrokers answer", "1 of 3", "").iterator();

        needs.await("Kafka at here:1", answers::next);

        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .first()
                .isEqualTo("waiting for Kafka at here:1: 0 of 3 | brokers answer");
        assertThat(said.toString(StandardCharsets.UTF_8).lines().skip(1))
                .singleElement()
                .asString()
                .matches("Kafka at here:1 came after [0-9]+ s");
    }

    @Test
    void givesEachQuestionFiveSeconds() {
        assertThat(Needs.ANSWER).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void asksAgainWhateverTakesAConnectionAndDoesNotAnswerInTime() throws Exception {
        Needs hasty = new Needs(progress, Duration.ofSeconds(1));
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + silent.getLocalPort();
            waiting(
                    () -> hasty.flink(URI.create("http://" + address)),
                    "waiting for Flink at http://"
                            + address
                            + ": it does not answer (HttpTimeoutException)");
            waiting(
                    () -> hasty.kafka(new KafkaTopics(address, "", Map.of()), 1),
                    "waiting for Kafka at " + address + ": 0 of 1 brokers answer");
            waiting(
                    () ->
                            hasty.database(
                                    new Database("jdbc:postgresql://" + address + "/l", "l", "")),
                    "waiting for the database at jdbc:postgresql://" + address + "/l: ");
        }
    }

    /** Runs a wait until it has asked once and said so, and ends it. */
    private void waiting(ThrowingRunnable wait, String line) throws Exception {
        said.reset();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                wait.run();
                            } catch (Exception e) {
                                // interrupted by this test
                            }
                        });
        thread.start();
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!said.toString(StandardCharsets.UTF_8).startsWith(line)) {
            assertThat(System.nanoTime())
                    .as("told so far: " + said.toString(StandardCharsets.UTF_8))
                    .isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        thread.interrupt();
        thread.join(Duration.ofSeconds(60));
        assertThat(thread.isAlive()).isFalse();
    }

    private interface ThrowingRunnable {
        void run() throws Exception;
    }
}
