// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.cluster;

import org.lamplighter.bench.load.Ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The clients' books beside the database's, a row for each kill. Not thread-safe. */
final class KillTable {
    private final List<Row> rows = new ArrayList<>();

    /** One kill and what came of its wave. */
    private record Row(
            String victim,
            long millis,
            double caseSeconds,
            int sent,
            int acknowledged,
            int archived,
            int cases,
            List<String> faults) {}

    /**
     * Compares a wave.
     *
     * @param victim who was killed
     * @param millis when, after the wave began
     * @param caseSeconds from the kill to the last of the wave's cases
     */
    void add(
            String victim,
            long millis,
            double caseSeconds,
            Wave wave,
            List<Ledger.Entry> ledger,
            Connection database)
            throws SQLException {
        Set<String> sent = new HashSet<>();
        Set<String> acknowledged = new HashSet<>();
        for (Ledger.Entry entry : ledger) {
            String frame = entry.device() + " " + entry.time();
            switch (entry.event()) {
                case SEND -> sent.add(frame);
                case RESEND -> {}
                case ACK -> acknowledged.add(frame);
            }
        }
        // Every frame of the load has one value of the point tilt.
        Map<String, Integer> archived =
                counted(
                        database,
                        """
                        select d.device || ' ' || (extract(epoch from v.time) * 1000)::bigint
                        from point_value v
                        join device_name d on d.id = v.device
                        join point_name p on p.id = v.point
                        where p.point = 'tilt' and d.device like ?
                        """,
                        wave.prefix() + "%");
        Map<String, Integer> cases =
                counted(
                        database,
                        "select kind || ' ' || scope from cases where scope like ?",
                        "%" + wave.prefix() + "%");
        List<String> faults = new ArrayList<>();
        acknowledged.stream()
                .filter(frame -> !archived.containsKey(frame))
                .forEach(frame -> faults.add("acknowledged but not archived: " + frame));
        archived.forEach(
                (frame, times) -> {
                    if (times > 1) {
                        faults.add("archived " + times + " times: " + frame);
                    }
                    if (!sent.contains(frame)) {
                        faults.add("archived but never sent: " + frame);
                    }
                });
        cases.forEach(
                (scope, times) -> {
                    if (times > 1) {
                        faults.add(times + " cases of " + scope);
                    }
                });
        if (cases.size() != wave.devices()) {
            faults.add(cases.size() + " cases of " + wave.devices() + " devices");
        }
        rows.add(
                new Row(
                        victim,
                        millis,
                        caseSeconds,
                        sent.size(),
                        acknowledged.size(),
                        archived.size(),
                        cases.size(),
                        faults));
    }

    List<String> faults() {
        return rows.stream()
                .flatMap(row -> row.faults().stream().map(fault -> row.victim() + ": " + fault))
                .toList();
    }

    /** As Markdown. */
    String toText() {
        StringBuilder text =
                new StringBuilder(
                        """
                        | killed | at | sent | acknowledged | archived | cases | last case after the kill | lost or doubled |
                        |---|---|---|---|---|---|---|---|
                        """);
        for (Row row : rows) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "| %s | %.1f s | %,d | %,d | %,d | %,d | %.1f s | %d |%n",
                            row.victim(),
                            row.millis() / 1e3,
                            row.sent(),
                            row.acknowledged(),
                            row.archived(),
                            row.cases(),
                            row.caseSeconds(),
                            row.faults().size()));
        }
        return text.toString();
    }

    private static Map<String, Integer> counted(Connection database, String query, String like)
            throws SQLException {
        Map<String, Integer> counts = new HashMap<>();
        try (PreparedStatement statement = database.prepareStatement(query)) {
            statement.setString(1, like);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    counts.merge(found.getString(1), 1, Integer::sum);
                }
            }
        }
        return counts;
    }
}
