// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamplighter.desk.Desk;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.testing.Await;
import org.lamplighter.desk.testing.DeskClient;
import org.lamplighter.desk.testing.RealServers;
import org.lamplighter.duplicate.DuplicateKey;
import org.lamplighter.reading.FrameId;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Replays beside each other, and beside the archive job. */
class ReplayRaceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant LOGGED = Instant.parse("2026-11-21T07:59:59Z");
    private static final String PROFILE =
            """
            profile: gadget
            kind: manhole-cover
            vendor: test
            model: test
            report: { every: 24h }
            points:
              tilt: { unit: deg }
            layout:
              json: { sequence: seq, time: time }
            """;

    private static Jdbi jdbi = Jdbi.create("jdbc:none");
    private static Jdbi archive = Jdbi.create("jdbc:none");
    private static Optional<Desk> desk = Optional.empty();

    @BeforeAll
    static void start() throws Exception {
        DeskConfig config = RealServers.freshDesk();
        // of two in a deadlock the first to look for one gives way: always the replay
        jdbi = connections(config, "2s");
        archive = connections(config, "1h");
        Desk started = Desk.start(config);
        desk = Optional.of(started);
        try (DeskClient client = new DeskClient(started.address(), config.data())) {
            DeskClient.Told profile = client.call("PUT", "/api/v1/profiles/gadget", PROFILE);
            assertThat(profile.status()).as(profile.body()).isLessThan(300);
            for (String device : List.of("Q-1", "Q-2")) {
                String body = "{\"id\":\"" + device + "\",\"profile\":\"gadget\"}";
                DeskClient.Told told = client.call("POST", "/api/v1/devices", body);
                assertThat(told.status()).as(told.body()).isEqualTo(201);
            }
        }
    }

    @AfterAll
    static void stop() {
        desk.ifPresent(Desk::close);
    }

    @BeforeEach
    void empty() {
        jdbi.useHandle(
                handle ->
                        handle.execute(
                                "truncate quarantined_frame, quarantine_count, point_value"));
    }

    @Test
    void ofTheSameFramesAtOnceArchiveEachOnce() throws Exception {
        int rounds = 20;
        int frames = 60;
        CyclicBarrier together = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < frames; i++) {
                    // of each three one is a copy, and one does not decode
                    int sequence = round * frames + i - (i % 3 == 1 ? 1 : 0);
                    keep(
                            i % 2,
                            (long) round * frames + i,
                            i % 3 == 2 ? "not json" : tilt(sequence));
                }
                List<Future<Replay.Outcome>> both =
                        List.of(
                                threads.submit(replayWith(together, filter(""))),
                                threads.submit(replayWith(together, filter("Q-1"))));
                int fresh = 0;
                int duplicates = 0;
                for (Future<Replay.Outcome> each : both) {
                    Replay.Outcome outcome = each.get(60, TimeUnit.SECONDS);
                    fresh += outcome.fresh();
                    duplicates += outcome.duplicates();
                }
                assertThat(fresh).as("fresh in round " + round).isEqualTo(frames / 3);
                assertThat(duplicates).as("copies in round " + round).isEqualTo(frames / 3);
                jdbi.useHandle(
                        handle ->
                                handle.execute(
                                        "delete from quarantined_frame where state = 'kept'"));
            }
        }
        assertThat(count("select count(*) from point_value")).isEqualTo(rounds * frames / 3);
        assertThat(count("select count(distinct (device, point, time, seq)) from" + " point_value"))
                .isEqualTo(rounds * frames / 3);
        assertThat(
                        count(
                                "select sum(fresh) * 1000000 + sum(duplicates) * 1000 +"
                                        + " sum(readings) from quarantine_count"))
                .as("what the books say: fresh, duplicates, readings")
                .isEqualTo(400_400_400);
    }

    @Test
    void beginsAgainWhenTheArchiveJobIsInItsWayTwice() throws Exception {
        assertThat(replayAgainstDeadlocks(2).fresh()).isEqualTo(1);

        assertThat(count("select count(*) from point_value")).isEqualTo(2);
    }

    @Test
    void givesUpAtTheThirdTimeAndLeavesAllAsItWas() throws Exception {
        assertThatThrownBy(() -> replayAgainstDeadlocks(Replay.MAX_TRIES))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(JdbiException.class)
                .rootCause()
                .isInstanceOfSatisfying(
                        SQLException.class,
                        cause -> assertThat(cause.getSQLState()).isEqualTo("40P01"));

        assertThat(count("select count(*) from point_value")).isZero();
        assertThat(count("select count(*) from quarantined_frame where state = 'kept'"))
                .isEqualTo(2);
        assertThat(replay(filter("")).fresh()).as("the next call").isEqualTo(2);
    }

    /**
     * Replays two frames, and lets the archive job hold the second's row whenever the replay has
     * the first's and then want that one too.
     */
    private Replay.Outcome replayAgainstDeadlocks(int times) throws Exception {
        keep(0, 1, tilt(1));
        keep(0, 2, tilt(2));
        jdbi.useHandle(
                handle -> {
                    handle.execute(
                            "insert into device_name (device) values ('Q-1') on conflict do"
                                    + " nothing");
                    handle.execute(
                            "insert into point_name (point) values ('tilt') on conflict do"
                                    + " nothing");
                });
        try (ExecutorService thread = Executors.newSingleThreadExecutor();
                Handle job = archive.open()) {
            job.begin();
            insert(job, 2);
            Future<Replay.Outcome> replay = thread.submit(() -> replay(filter("")));
            for (int time = 0; time < times; time++) {
                Await.until("the replay waits", PATIENCE, ReplayRaceIT::somebodyWaits);
                job.savepoint("before");
                insert(job, 1);
                // the replay gave way; it shall find the row free when it begins again
                job.rollbackToSavepoint("before");
            }
            if (times < Replay.MAX_TRIES) {
                Await.until("the replay waits", PATIENCE, ReplayRaceIT::somebodyWaits);
                job.commit();
            }
            try {
                return replay.get(60, TimeUnit.SECONDS);
            } finally {
                if (job.isInTransaction()) {
                    job.rollback();
                }
            }
        }
    }

    private static void insert(Handle handle, int sequence) {
        handle.execute(
                "insert into point_value select d.id, p.id, cast(? as timestamptz), ?, now(), 0, 9,"
                        + " 3, null, 0 from device_name d, point_name p where d.device = 'Q-1' and"
                        + " p.point = 'tilt' on conflict do nothing",
                eventTime(sequence),
                DuplicateKey.ofSequence(sequence, Instant.parse(eventTime(sequence))).sequence());
    }

    private static boolean somebodyWaits() {
        return count("select count(*) from pg_locks where not granted") > 0;
    }

    private static Callable<Replay.Outcome> replayWith(
            CyclicBarrier together, QuarantineFilter filter) {
        return () -> {
            together.await(60, TimeUnit.SECONDS);
            return replay(filter);
        };
    }

    private static Replay.Outcome replay(QuarantineFilter filter) {
        return new Replay(jdbi, InstantSource.system()).run(filter);
    }

    private static QuarantineFilter filter(String device) {
        return new QuarantineFilter("", "", device, QuarantineFilter.Place.START);
    }

    private static String tilt(int sequence) {
        return "{\"seq\":" + sequence + ",\"time\":\"" + eventTime(sequence) + "\",\"tilt\":3}";
    }

    private static String eventTime(int sequence) {
        return Instant.parse("2026-11-21T07:00:00Z").plusSeconds(sequence).toString();
    }

    /** As the archive job would keep it. */
    private static void keep(int partition, long offset, String payload) {
        FrameId id = new FrameId("gw1", FrameId.firstCounterOf(LOGGED.minusSeconds(1)) + offset);
        jdbi.useHandle(
                handle -> {
                    handle.execute(
                            "insert into quarantine_count (log_partition, taken) values (?, 1) on"
                                    + " conflict (log_partition) do update set taken ="
                                    + " quarantine_count.taken + 1",
                            partition);
                    handle.execute(
                            "insert into quarantined_frame (log_partition, log_offset, log_time,"
                                    + " device, frame_id, source, channel, payload, reason, detail)"
                                    + " values (?, ?, cast(? as timestamptz), ?, ?, '/gw1/mqtt',"
                                    + " 'v1/frames', convert_to(?, 'UTF8'), 'NOT_JSON', '')",
                            partition,
                            offset,
                            LOGGED.toString(),
                            "Q-1",
                            id.toString(),
                            payload);
                });
    }

    private static long count(String sql) {
        return jdbi.withHandle(handle -> handle.select(sql).mapTo(Long.class).one());
    }

    private static Jdbi connections(DeskConfig config, String deadlockTimeout) {
        return Jdbi.create(RealServers.pool(config, "-c deadlock_timeout=" + deadlockTimeout));
    }
}
