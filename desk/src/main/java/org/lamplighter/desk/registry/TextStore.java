// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.registry;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.lamplighter.registry.Credentials;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * The rows of profiles and of rule packs, which are kept alike, within a transaction of the
 * caller's.
 */
enum TextStore {
    PROFILES("profile", "id"),
    RULE_PACKS("rule_pack", "name");

    private final String table;
    private final String key;

    TextStore(String table, String key) {
        this.table = table;
        this.key = key;
    }

    Optional<TextEdition> find(Handle handle, String name) {
        return handle.createQuery(
                        "select "
                                + key
                                + " as name, version, yaml, updated_at as at, updated_by as author"
                                + " from "
                                + table
                                + " where "
                                + key
                                + " = :name")
                .bind("name", name)
                .map(TextStore::map)
                .findOne();
    }

    /** All of them, without their texts, which together are too large to be held at once. */
    List<TextEdition> list(Handle handle) {
        return handle.createQuery(
                        "select "
                                + key
                                + " as name, version, '' as yaml, updated_at as at, updated_by as"
                                + " author from "
                                + table
                                + " order by "
                                + key)
                .map(TextStore::map)
                .list();
    }

    List<String> names(Handle handle) {
        return handle.createQuery("select " + key + " from " + table + " order by " + key)
                .mapTo(String.class)
                .list();
    }

    /**
     * The hash of the shipped text that this one came from; empty if it was never shipped or is not
     * there.
     */
    String shippedHash(Handle handle, String name) {
        return handle.createQuery(
                        "select shipped_hash from " + table + " where " + key + " = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findOne()
                .orElse("");
    }

    /** Notes which shipped text this one came from. */
    void noteShipped(Handle handle, String name, String hash) {
        handle.createUpdate(
                        "update " + table + " set shipped_hash = :hash where " + key + " = :name")
                .bind("hash", hash)
                .bind("name", name)
                .execute();
    }

    /** Inserts or replaces the present edition. */
    void put(Handle handle, TextEdition edition) {
        handle.createUpdate(
                        "insert into "
                                + table
                                + " ("
                                + key
                                + ", version, yaml, updated_at, updated_by)"
                                + " values (:name, :version, :yaml, :at, :author) on conflict ("
                                + key
                                + ") do update set version = excluded.version, yaml ="
                                + " excluded.yaml, updated_at = excluded.updated_at, updated_by ="
                                + " excluded.updated_by")
                .bind("name", edition.name())
                .bind("version", edition.version())
                .bind("yaml", edition.yaml())
                .bind("at", edition.at().atOffset(ZoneOffset.UTC))
                .bind("author", edition.author())
                .execute();
    }

    /** The identity of a text. */
    static String hashOf(String text) {
        return Credentials.hashOf(text);
    }

    private static TextEdition map(ResultSet row, StatementContext ctx) throws SQLException {
        return new TextEdition(
                row.getString("name"),
                row.getLong("version"),
                row.getString("yaml"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("author"));
    }
}
