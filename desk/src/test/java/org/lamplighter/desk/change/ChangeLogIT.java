// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lamplighter.desk.Database;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.rest.ComeAgainException;
import org.lamplighter.desk.testing.Await;
import org.lamplighter.desk.testing.RealServers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Several who want to change the registry at a time, on a desk with two connections. */
class ChangeLogIT {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(30);

    private static final HikariDataSource POOL = new HikariDataSource();

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    @BeforeAll
    static void migrate() throws Exception {
        DeskConfig.Database config = RealServers.freshDesk().database();
        POOL.setJdbcUrl(config.url());
        POOL.setUsername(config.user());
        POOL.setPassword(config.password());
        POOL.setMaximumPoolSize(2);
        POOL.setConnectionTimeout(2_000);
        Database.migrate(POOL);
    }

    @AfterAll
    static void close() {
        POOL.close();
    }

    @AfterEach
    void release() throws InterruptedException {
        released.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void whoWaitsForItsTurnHoldsNoConnection() throws Exception {
        Jdbi jdbi = Jdbi.create(POOL);
        ChangeLog changes = new ChangeLog(jdbi, now::get, LONG);
        holdTheTurnOf(changes);
        for (int i = 0; i < 3; i++) {
            CompletableFuture<Instant> unused = waitForTheTurnOf(changes);
        }

        int one =
                jdbi.withHandle(
                        handle -> handle.createQuery("select 1").mapTo(Integer.class).one());
        assertThat(one).isEqualTo(1);
    }

    @Test
    void whoseTurnDoesNotComeIsToldToComeAgain() throws Exception {
        ChangeLog changes = new ChangeLog(Jdbi.create(POOL), now::get, Duration.ofMillis(50));
        holdTheTurnOf(changes);

        assertThatThrownBy(() -> changes.write("second", ChangeLog.Writing::now))
                .isInstanceOf(ComeAgainException.class)
                .hasMessage("others change the registry, one at a time, such as by a large import");
        assertThat(ChangeLog.MAX_WAIT).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aChangeIsMadeWhenItsTurnComesAndNotWhenItWasAskedFor() throws Exception {
        ChangeLog changes = new ChangeLog(Jdbi.create(POOL), now::get, LONG);
        holdTheTurnOf(changes);
        CompletableFuture<Instant> second = waitForTheTurnOf(changes);
        now.set(NOON.plusSeconds(7));
        released.countDown();

        assertThat(second.get()).isEqualTo(NOON.plusSeconds(7));
    }

    /** Returns once somebody changes the registry, which goes on until it is released. */
    private void holdTheTurnOf(ChangeLog changes) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        start(
                () ->
                        changes.write(
                                "first",
                                writing -> {
                                    begun.countDown();
                                    try {
                                        released.await();
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                    return writing.now();
                                }));
        begun.await();
    }

    /** Returns once one more waits. */
    private CompletableFuture<Instant> waitForTheTurnOf(ChangeLog changes) throws Exception {
        CompletableFuture<Instant> turn = new CompletableFuture<>();
        Thread thread = start(() -> turn.complete(changes.write("next", ChangeLog.Writing::now)));
        Await.until("it waits", LONG, () -> thread.getState() == Thread.State.TIMED_WAITING);
        return turn;
    }

    private Thread start(Runnable work) {
        Thread thread = Thread.ofPlatform().start(work);
        threads.add(thread);
        return thread;
    }
}
