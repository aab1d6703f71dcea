// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.apache.kafka.common.KafkaException;
import org.lamplighter.desk.change.ChangeLog;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.part.DeskServices;
import org.lamplighter.desk.part.Part;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Publishes the registry's changes. Of all desks on one database one leads: the one whose session
 * holds an advisory lock, so that a leader that dies or loses its connection is replaced within
 * half a second.
 *
 * <p>One thread of its own does all; {@link #close} and the probes may be called from any.
 */
public final class FeedPart implements Part {
    /**
     * How long a change waits at most when its notification was lost, and a follower until it looks
     * again.
     */
    public static final Duration POLL = Duration.ofMillis(500);

    /** How many changes are under way at a time. */
    public static final int MAX_BATCH = 20_000;

    /** How many characters they have together, but for the last of them. */
    public static final int MAX_BATCH_CHARACTERS = 4 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(FeedPart.class);
    private static final long LEADER_LOCK = 0x4c4d_5052_0002L;
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final DeskConfig.Database database;
    private final DeskConfig.Kafka kafka;
    private final KafkaProbe probe;
    private final Counter published;
    private final Counter failures;
    private final AtomicLong unsent = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile FeedState state = new FeedState.Lost("it has not started yet");

    public FeedPart(DeskServices services) {
        this.database = services.config().database();
        this.kafka = services.config().kafka();
        this.probe = new KafkaProbe(kafka, services.clock());
        MeterRegistry metrics = services.metrics();
        this.published =
                Counter.builder("lamplighter.desk.changes.published")
                        .description("Changes of the registry published to the log")
                        .register(metrics);
        this.failures =
                Counter.builder("lamplighter.desk.feed.failures")
                        .description("Times the feed lost the database or the log and began again")
                        .register(metrics);
        Gauge.builder("lamplighter.desk.changes.unsent", unsent, AtomicLong::get)
                .description("Changes of the registry not yet published, as last seen")
                .register(metrics);
        this.thread = Thread.ofPlatform().name("desk-feed").daemon().unstarted(this::run);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public Optional<String> notReadyBecause() {
        return switch (state) {
            case FeedState.Lost lost -> Optional.of("the registry's feed: " + lost.why());
            case FeedState.Behind behind ->
                    Optional.of(
                            "the registry's feed: "
                                    + behind.changes()
                                    + " changes are not yet published");
            case FeedState.Leading leading -> probe.unreachableBecause();
            case FeedState.Following following -> probe.unreachableBecause();
        };
    }

    @Override
    public void close() {
        closing.countDown();
        if (thread.getState() != Thread.State.NEW) {
            try {
                thread.join(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        probe.close();
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void run() {
        while (!isClosing()) {
            try {
                session();
            } catch (SQLException | KafkaException e) {
                failures.increment();
                state = new FeedState.Lost(String.valueOf(e.getMessage()));
                LOG.warn("the registry's feed lost the database or the log and begins again", e);
                pause();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                failures.increment();
                state = new FeedState.Lost("an error that nobody expected; see the desk's log");
                LOG.error("the registry's feed failed and begins again", e);
                pause();
            }
        }
    }

    private void pause() {
        try {
            if (closing.await(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("the registry's feed ends");
            }
        } catch (InterruptedException e) {
            closing.countDown();
        }
    }

    /** From one connection to its end. */
    private void session() throws SQLException, InterruptedException {
        try (Connection connection = connect()) {
            execute(connection, "listen " + ChangeLog.CHANNEL);
            long firstMark = count(connection, "select coalesce(max(version), 0) from change");
            while (!tryToLead(connection)) {
                long behind =
                        count(
                                connection,
                                "select count(*) from change where sent_at is null and version <= "
                                        + firstMark);
                state = behind == 0 ? new FeedState.Following() : new FeedState.Behind(behind);
                if (waitForNotification(connection)) {
                    return;
                }
            }
            LOG.info("this desk publishes the registry's changes");
            try (ChangePublisher publisher = new ChangePublisher(kafka)) {
                lead(connection, publisher, firstMark);
            }
        }
    }

    private void lead(Connection connection, ChangePublisher publisher, long firstMark)
            throws SQLException, InterruptedException {
        while (true) {
            List<UnsentChange> batch =
                    UnsentChange.read(connection, MAX_BATCH, MAX_BATCH_CHARACTERS);
            unsent.set(batch.size());
            if (batch.isEmpty()) {
                state = new FeedState.Leading();
                if (waitForNotification(connection)) {
                    return;
                }
            } else {
                if (batch.getFirst().version() <= firstMark
                        && !(state instanceof FeedState.Leading)) {
                    state = new FeedState.Behind(batch.size());
                }
                publisher.publish(batch);
                UnsentChange.markSent(connection, batch);
                published.increment(batch.size());
                if (isClosing()) {
                    return;
                }
            }
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password());
        properties.setProperty("ApplicationName", "lamplighter-desk-feed");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "30");
        return DriverManager.getConnection(database.url(), properties);
    }

    private static boolean tryToLead(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select pg_try_advisory_lock(?)")) {
            statement.setLong(1, LEADER_LOCK);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /**
     * Waits for a change or the poll interval, whichever is sooner. Returns whether the desk is
     * closing.
     */
    private boolean waitForNotification(Connection connection) throws SQLException {
        if (!isClosing()) {
            connection.unwrap(PGConnection.class).getNotifications((int) POLL.toMillis());
        }
        return isClosing();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
