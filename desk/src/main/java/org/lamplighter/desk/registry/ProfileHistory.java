// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.registry;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Every version that a profile ever had. Stateless; works in its caller's transaction. */
final class ProfileHistory {
    /** As the version that is put back: none is. */
    static final long WRITTEN_ANEW = 0;

    /**
     * One of them.
     *
     * @param edition its text, when and by whom
     * @param restores the version whose text was put back; 0 if it was written anew
     */
    record Version(TextEdition edition, long restores) {
        boolean isPutBack() {
            return restores != WRITTEN_ANEW;
        }
    }

    private ProfileHistory() {}

    static void add(Handle handle, Version version) {
        TextEdition edition = version.edition();
        var insert =
                handle.createUpdate(
                                "insert into profile_version (id, version, yaml, at, author,"
                                        + " restores) values (:id, :version, :yaml, :at, :author,"
                                        + " :restores)")
                        .bind("id", edition.name())
                        .bind("version", edition.version())
                        .bind("yaml", edition.yaml())
                        .bind("at", edition.at().atOffset(ZoneOffset.UTC))
                        .bind("author", edition.author());
        if (version.isPutBack()) {
            insert.bind("restores", version.restores());
        } else {
            insert.bindNull("restores", Types.BIGINT);
        }
        insert.execute();
    }

    /** The newest first, of those before {@code before}, without their texts. */
    static List<Version> list(Handle handle, String id, long before, int limit) {
        return handle.createQuery(
                        "select id, version, '' as yaml, at, author, restores from profile_version"
                                + " where id = :id and version < :before order by version desc"
                                + " limit :limit")
                .bind("id", id)
                .bind("before", before)
                .bind("limit", limit)
                .map(ProfileHistory::map)
                .list();
    }

    static Optional<Version> find(Handle handle, String id, long version) {
        return handle.createQuery(
                        "select id, version, yaml, at, author, restores from profile_version where"
                                + " id = :id and version = :version")
                .bind("id", id)
                .bind("version", version)
                .map(ProfileHistory::map)
                .findOne();
    }

    private static Version map(ResultSet row, StatementContext ctx) throws SQLException {
        return new Version(
                new TextEdition(
                        row.getString("id"),
                        row.getLong("version"),
                        row.getString("yaml"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("author")),
                row.getLong("restores"));
    }
}
