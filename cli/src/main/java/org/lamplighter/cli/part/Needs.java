// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.part;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.lamplighter.cli.up.Progress;
import org.lamplighter.jobs.archive.Database;
import org.lamplighter.jobs.topic.KafkaTopics;
import org.lamplighter.log.Topic;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Waits, for as long as it takes, for what a part needs; says so once for each thing. */
final class Needs {
    /** How long one question may take. */
    static final Duration ANSWER = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Progress progress;
    private final Duration answer;
    private volatile String waitingFor = "its start";

    Needs(Progress progress) {
        this(progress, ANSWER);
    }

    /** With other patience for one question. */
    Needs(Progress progress, Duration answer) {
        this.progress = progress;
        this.answer = answer;
    }

    /** Looks whether a thing is there. */
    @FunctionalInterface
    interface Look {
        /** Why it is not there, or an empty text. */
        String whyNot() throws InterruptedException;
    }

    /** Until so many brokers answer. */
    void kafka(KafkaTopics topics, int brokers) throws InterruptedException {
        await(
                "Kafka at " + topics.bootstrapServers(),
                () -> {
                    int there = brokers(topics);
                    return there >= brokers ? "" : there + " of " + brokers + " brokers answer";
                });
    }

    /** Until a desk has made the topics. */
    void topics(KafkaTopics topics) throws InterruptedException {
        await(
                "the topics at " + topics.bootstrapServers() + ", which a desk makes",
                () -> {
                    Set<String> missing = missingTopics(topics);
                    return missing.isEmpty() ? "" : "missing: " + String.join(", ", missing);
                });
    }

    /** Until the database lets this role in. */
    void database(Database database) throws InterruptedException {
        await(
                "the database at " + database.jdbcUrl(),
                () -> {
                    Properties properties = new Properties();
                    properties.setProperty("user", database.user());
                    properties.setProperty("password", database.password());
                    properties.setProperty("connectTimeout", Long.toString(answer.toSeconds()));
                    properties.setProperty("loginTimeout", Long.toString(answer.toSeconds()));
                    try (Connection connection =
                            DriverManager.getConnection(database.jdbcUrl(), properties)) {
                        return connection.isValid((int) answer.toSeconds())
                                ? ""
                                : "it does not answer";
                    } catch (SQLException e) {
                        return String.valueOf(e.getMessage());
                    }
                });
    }

    /** Until the Flink cluster answers. */
    void flink(URI address) throws InterruptedException {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(answer).build()) {
            HttpRequest overview =
                    HttpRequest.newBuilder(address.resolve("/overview")).timeout(answer).build();
            await(
                    "Flink at " + address,
                    () -> {
                        try {
                            int status =
                                    client.send(overview, HttpResponse.BodyHandlers.discarding())
                                            .statusCode();
                            return status == 200 ? "" : "it answers " + status;
                        } catch (IOException e) {
                            return "it does not answer (" + e.getClass().getSimpleName() + ")";
                        }
                    });
        }
    }

    /** What is waited for at present, and why; for other threads. */
    String waitingFor() {
        return waitingFor;
    }

    /** Until it is there: one line when it is not there at once, and one when it came. */
    void await(String what, Look look) throws InterruptedException {
        long begin = System.nanoTime();
        String why = note(what, look.whyNot());
        if (why.isEmpty()) {
            return;
        }
        progress.say("waiting for " + waitingFor);
        while (!why.isEmpty()) {
            LockSupport.parkNanos(PAUSE.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while waiting for " + what);
            }
            why = note(what, look.whyNot());
        }
        progress.say(
                what
                        + " came after "
                        + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin)
                        + " s");
    }

    private String note(String what, String why) {
        waitingFor = why.isEmpty() ? "its start" : what + ": " + why.replaceAll("[\\r\\n]+", " | ");
        return why;
    }

    private int brokers(KafkaTopics topics) throws InterruptedException {
        try (Admin admin = admin(topics)) {
            return admin.describeCluster()
                    .nodes()
                    .get(answer.toMillis(), TimeUnit.MILLISECONDS)
                    .size();
        } catch (KafkaException | ExecutionException | TimeoutException e) {
            return 0;
        }
    }

    private Set<String> missingTopics(KafkaTopics topics) throws InterruptedException {
        Set<String> missing = new TreeSet<>();
        Arrays.stream(Topic.values()).map(topics::name).forEach(missing::add);
        try (Admin admin = admin(topics)) {
            missing.removeAll(
                    admin.listTopics().names().get(answer.toMillis(), TimeUnit.MILLISECONDS));
        } catch (KafkaException | ExecutionException | TimeoutException e) {
            // then none is known to be there
        }
        return missing;
    }

    /** A new one each time: a client that found no broker's name keeps to that. */
    private Admin admin(KafkaTopics topics) {
        Properties properties = topics.clientProperties();
        properties.setProperty("client.id", "lamplighter-start");
        properties.setProperty("default.api.timeout.ms", Long.toString(answer.toMillis()));
        properties.setProperty("request.timeout.ms", Long.toString(answer.toMillis() * 4 / 5));
        return Admin.create(properties);
    }
}
