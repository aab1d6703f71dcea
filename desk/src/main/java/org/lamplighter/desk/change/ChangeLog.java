// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.change;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.lamplighter.desk.rest.ComeAgainException;
import org.lamplighter.log.Change;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Runs what changes the registry, one after the other over all desks, and writes what changed in
 * the same transaction. Safe to share between threads.
 *
 * <p>A transaction-level advisory lock is taken before anything is read and is released by
 * PostgreSQL only after the commit is visible. So a version that somebody can see has no lower one
 * still to come, which is what lets the feed publish in order without ever going back.
 *
 * <p>Of one desk only one waits there: the others wait before they take a connection of the pool,
 * which is for all that the desk does, and an import may take a minute.
 */
public final class ChangeLog {
    /** The channel of LISTEN and NOTIFY that wakes the feed. */
    public static final String CHANNEL = "lamplighter_change";

    /** Any number will do, if nobody else in this database locks it. */
    private static final long LOCK = 0x4c4d_5052_0001L;

    /** How many changes of one transaction are held before they are written. */
    static final int MAX_HELD = 1_000;

    /** How long who wants to change something waits for those before it on this desk. */
    static final Duration MAX_WAIT = Duration.ofSeconds(5);

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final Duration maxWait;
    private final ReentrantLock turn = new ReentrantLock(true);

    public ChangeLog(Jdbi jdbi, InstantSource clock) {
        this(jdbi, clock, MAX_WAIT);
    }

    ChangeLog(Jdbi jdbi, InstantSource clock, Duration maxWait) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.maxWait = maxWait;
    }

    /** What one transaction of the registry sees and writes. */
    public static final class Writing {
        private final Handle handle;
        private final Instant now;
        private final String author;
        private final List<Change> held = new ArrayList<>();
        private long nextVersion;

        private Writing(Handle handle, Instant now, String author, long firstVersion) {
            this.handle = handle;
            // as the database keeps it, so that an answer says the same now and later
            this.now = now.truncatedTo(ChronoUnit.MICROS);
            this.author = author;
            this.nextVersion = firstVersion;
        }

        public Handle handle() {
            return handle;
        }

        /** When its turn came: no change is older than one of a lower version. */
        public Instant now() {
            return now;
        }

        public String author() {
            return author;
        }

        /** It is now so. Returns the change's version. */
        public long put(Change.Kind kind, String key, ObjectNode body) {
            return add(kind, key, new Change.Effect.Put(body));
        }

        /** It is gone. Returns the change's version. */
        public long delete(Change.Kind kind, String key) {
            return add(kind, key, new Change.Effect.Delete());
        }

        /** The version that the next change gets. */
        public long nextVersion() {
            return nextVersion;
        }

        private long add(Change.Kind kind, String key, Change.Effect effect) {
            long version = nextVersion++;
            held.add(new Change(kind, key, version, effect));
            if (held.size() == MAX_HELD) {
                write();
            }
            return version;
        }

        private void write() {
            if (held.isEmpty()) {
                return;
            }
            // by columns: six parameters for all rows, instead of six for each
            handle.createUpdate(
                            "insert into change (version, kind, key, body, at, author) select"
                                    + " version, kind, key, cast(nullif(body, '') as jsonb), :at,"
                                    + " :author from unnest(:versions, :kinds, :keys, :bodies) as r"
                                    + " (version, kind, key, body)")
                    .bindArray("versions", Long.class, column(Change::version))
                    .bindArray(
                            "kinds",
                            String.class,
                            column(change -> change.kind().name().toLowerCase(Locale.ROOT)))
                    .bindArray("keys", String.class, column(Change::key))
                    .bindArray("bodies", String.class, column(Writing::body))
                    .bind("at", now.atOffset(ZoneOffset.UTC))
                    .bind("author", author)
                    .execute();
            held.clear();
            // told once, when all is committed, however often it is said
            handle.execute("notify " + CHANNEL);
        }

        private <T> List<T> column(Function<Change, T> value) {
            return held.stream().map(value).toList();
        }

        /** Empty where there is none. */
        private static String body(Change change) {
            return switch (change.effect()) {
                case Change.Effect.Put put -> put.body().toString();
                case Change.Effect.Delete delete -> "";
            };
        }
    }

    /**
     * Runs {@code work} alone. If it throws, nothing is written; if it writes no change, nothing
     * else should have been written either.
     *
     * @throws ComeAgainException if its turn has not come after {@link #MAX_WAIT}
     */
    public <T> T write(String author, Function<Writing, T> work) {
        return alone(
                handle -> {
                    long last =
                            handle.createQuery("select coalesce(max(version), 0) from change")
                                    .mapTo(Long.class)
                                    .one();
                    Writing writing = new Writing(handle, clock.instant(), author, last + 1);
                    T result = work.apply(writing);
                    writing.write();
                    return result;
                });
    }

    /**
     * Sets the latest change of every key to unsent, so that the feed publishes all again. Returns
     * how many.
     */
    public int republishAll() {
        return alone(
                handle -> {
                    int changes =
                            handle.execute(
                                    "update change set sent_at = null where version in (select"
                                        + " distinct on (kind, key) version from change order by"
                                        + " kind, key, version desc)");
                    handle.execute("notify " + CHANNEL);
                    return changes;
                });
    }

    private <T> T alone(Function<Handle, T> work) {
        await();
        try {
            return jdbi.inTransaction(
                    handle -> {
                        // a statement of its own: the snapshot of the next is taken after the lock,
                        // and so sees the last holder's commit
                        handle.execute("select pg_advisory_xact_lock(?)", LOCK);
                        return work.apply(handle);
                    });
        } finally {
            turn.unlock();
        }
    }

    private void await() {
        try {
            if (turn.tryLock(maxWait.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new ComeAgainException(
                "others change the registry, one at a time, such as by a large import");
    }
}
