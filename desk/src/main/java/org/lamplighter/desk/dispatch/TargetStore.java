// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch;

import org.jdbi.v3.core.Handle;
import org.lamplighter.registry.MasterKey;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The targets in the database, their secrets sealed. Safe to share between threads; works in its
 * caller's transaction.
 */
final class TargetStore {
    /** How many targets there may be: each has its own bounded queue of sendings. */
    static final int MAX_TARGETS = 100;

    /** How long the secret before the last one still signs and verifies. */
    static final Duration ROTATION_OVERLAP = Duration.ofHours(24);

    private final MasterKey masterKey;

    TargetStore(MasterKey masterKey) {
        this.masterKey = masterKey;
    }

    /** Adds a target; false if its name is taken. */
    boolean insert(Handle handle, String name, String url, WebhookSecret secret, Instant now) {
        return handle.createUpdate(
                                "insert into target (name, url, secret, enabled, created_at,"
                                    + " updated_at) values (:name, :url, :secret, true, :now, :now)"
                                    + " on conflict (name) do nothing")
                        .bind("name", name)
                        .bind("url", url)
                        .bind("secret", seal(name, secret))
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /**
     * Whether there are as many as there may be; holds off other insertions until the transaction
     * ends.
     */
    boolean isFull(Handle handle) {
        handle.execute("lock table target in share row exclusive mode");
        return handle.select("select count(*) from target").mapTo(Integer.class).one()
                >= MAX_TARGETS;
    }

    List<Target> list(Handle handle, Instant now) {
        return handle.createQuery("select * from target order by name")
                .map((rs, ctx) -> target(rs, now))
                .list();
    }

    Optional<Target> find(Handle handle, String name, Instant now) {
        return handle.createQuery("select * from target where name = :name")
                .bind("name", name)
                .map((rs, ctx) -> target(rs, now))
                .findOne();
    }

    Target require(Handle handle, long id, Instant now) {
        return handle.createQuery("select * from target where id = :id")
                .bind("id", id)
                .map((rs, ctx) -> target(rs, now))
                .one();
    }

    void changeUrl(Handle handle, Target target, String url, Instant now) {
        handle.createUpdate("update target set url = :url, updated_at = :now where id = :id")
                .bind("id", target.id())
                .bind("url", url)
                .bind("now", now)
                .execute();
    }

    /** Takes a new secret into use beside the last one. */
    void rotate(Handle handle, Target target, WebhookSecret secret, Instant now) {
        handle.createUpdate(
                        "update target set previous_secret = secret, previous_until = :until,"
                                + " secret = :secret, updated_at = :now where id = :id")
                .bind("id", target.id())
                .bind("secret", seal(target.name(), secret))
                .bind("until", now.plus(ROTATION_OVERLAP))
                .bind("now", now)
                .execute();
    }

    void enable(Handle handle, long id, Instant now) {
        change(handle, id, true, "", now);
    }

    void disable(Handle handle, long id, String reason, Instant now) {
        change(handle, id, false, reason, now);
    }

    private static void change(
            Handle handle, long id, boolean enabled, String reason, Instant now) {
        handle.createUpdate(
                        "update target set enabled = :enabled, disabled_reason = :reason,"
                                + " updated_at = :now where id = :id")
                .bind("id", id)
                .bind("enabled", enabled)
                .bind("reason", reason)
                .bind("now", now)
                .execute();
    }

    private Target target(ResultSet rs, Instant now) throws SQLException {
        String name = rs.getString("name");
        List<WebhookSecret> secrets = new ArrayList<>();
        secrets.add(open(name, rs.getString("secret")));
        Timestamp previousUntil = rs.getTimestamp("previous_until");
        if (previousUntil != null && now.isBefore(previousUntil.toInstant())) {
            secrets.add(open(name, rs.getString("previous_secret")));
        }
        return new Target(
                rs.getLong("id"),
                name,
                rs.getString("url"),
                secrets,
                rs.getBoolean("enabled"),
                rs.getString("disabled_reason"),
                rs.getTimestamp("created_at").toInstant());
    }

    private String seal(String name, WebhookSecret secret) {
        return masterKey.seal("webhook:" + name, secret.key());
    }

    private WebhookSecret open(String name, String sealed) {
        return WebhookSecret.ofKey(masterKey.open("webhook:" + name, sealed))
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "the stored secret of target " + name + " is no key"));
    }
}
