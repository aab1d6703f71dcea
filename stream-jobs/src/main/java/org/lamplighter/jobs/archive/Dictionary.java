// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** A table of names and their numbers, cached. For one thread. */
final class Dictionary {
    /**
     * The most names cached; when a batch would pass it the cache begins again with the names of
     * that batch, which are all held however many they are.
     */
    static final int MAX_CACHED = 200_000;

    private final String select;
    private final String insert;
    private final int most;
    private final Map<String, Integer> ids = new HashMap<>();

    /** The dictionary in {@code table(id, column)}. */
    Dictionary(String table, String column) {
        this(table, column, MAX_CACHED);
    }

    Dictionary(String table, String column, int most) {
        this.most = most;
        this.select = "select id, " + column + " from " + table + " where " + column + " = any(?)";
        this.insert =
                "insert into " + table + "(" + column + ") select unnest(?) on conflict do nothing";
    }

    /** Whether a name has a number that is held. */
    boolean knows(String name) {
        return ids.containsKey(name);
    }

    /** Makes sure that each of these names has a number; commits what it adds. */
    void learn(Connection connection, Collection<String> names) throws SQLException {
        SortedSet<String> unknown = unknown(names);
        if (unknown.isEmpty()) {
            return;
        }
        if (ids.size() + unknown.size() > most) {
            ids.clear();
            unknown = unknown(names);
        }
        lookUp(connection, unknown);
        unknown = unknown(unknown);
        if (!unknown.isEmpty()) {
            try (PreparedStatement statement = connection.prepareStatement(insert)) {
                Columns.bind(connection, statement, 1, "text", List.copyOf(unknown));
                statement.executeUpdate();
            }
            connection.commit();
            lookUp(connection, unknown);
        }
    }

    /** Sorted, so that two writers that add the same names wait for each other in one order. */
    private SortedSet<String> unknown(Collection<String> names) {
        SortedSet<String> unknown = new TreeSet<>();
        for (String name : names) {
            if (!ids.containsKey(name)) {
                unknown.add(name);
            }
        }
        return unknown;
    }

    /** How many names are held. */
    int size() {
        return ids.size();
    }

    /** How many names are held at most, but for those of one batch. */
    int most() {
        return most;
    }

    /** The number of a name that was learnt for this batch. */
    int id(String name) {
        Integer id = ids.get(name);
        if (id == null) {
            throw new IllegalStateException(
                    "the name \"" + name + "\" was not learnt before its row");
        }
        return id;
    }

    /** Forgets everything: another database may answer next. */
    void clear() {
        ids.clear();
    }

    private void lookUp(Connection connection, Collection<String> names) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            Columns.bind(connection, statement, 1, "text", List.copyOf(names));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.put(rows.getString(2), rows.getInt(1));
                }
            }
        }
    }
}
