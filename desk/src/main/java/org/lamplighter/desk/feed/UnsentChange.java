// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.log.Change;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A row of {@code change} that is not published yet.
 *
 * @param change the change, with everything: a device's also with its credentials
 */
record UnsentChange(Change change) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How many rows come from the database at a time. */
    private static final int PIECE = 100;

    long version() {
        return change.version();
    }

    /**
     * The next ones in the order of their versions.
     *
     * @param most how many at most
     * @param characters how many characters their bodies have together; the one that passes it is
     *     the last
     */
    static List<UnsentChange> read(Connection connection, int most, int characters)
            throws SQLException {
        // PostgreSQL sends piece by piece within a transaction only
        connection.setAutoCommit(false);
        try {
            return readPieces(connection, most, characters);
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static List<UnsentChange> readPieces(Connection connection, int most, int characters)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "select version, kind, key, body from change where sent_at is null order by"
                                + " version limit ?")) {
            statement.setInt(1, most);
            statement.setFetchSize(PIECE);
            List<UnsentChange> changes = new ArrayList<>();
            int read = 0;
            try (ResultSet row = statement.executeQuery()) {
                while (read < characters && row.next()) {
                    String body = row.getString("body");
                    boolean isGone = row.wasNull();
                    read += isGone ? 0 : body.length();
                    changes.add(
                            new UnsentChange(
                                    new Change(
                                            Change.Kind.valueOf(
                                                    row.getString("kind").toUpperCase(Locale.ROOT)),
                                            row.getString("key"),
                                            row.getLong("version"),
                                            effect(body, isGone))));
                }
            }
            return changes;
        }
    }

    static void markSent(Connection connection, List<UnsentChange> changes) throws SQLException {
        Long[] versions = changes.stream().map(UnsentChange::version).toArray(Long[]::new);
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "update change set sent_at = now() where version = any (?)")) {
            statement.setArray(1, connection.createArrayOf("bigint", versions));
            statement.executeUpdate();
        }
    }

    private static Change.Effect effect(String body, boolean isGone) {
        if (isGone) {
            return new Change.Effect.Delete();
        }
        try {
            JsonNode node = JSON.readTree(body);
            return new Change.Effect.Put((ObjectNode) node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL returned jsonb that is not JSON", e);
        }
    }
}
