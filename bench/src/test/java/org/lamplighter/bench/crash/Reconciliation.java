// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.crash;

import org.lamplighter.bench.load.Ledger;
import org.lamplighter.bench.load.LoadReport;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The books of the clients beside those of the database, frame by frame and case by case. */
final class Reconciliation {
    private final Told told;
    private final Set<String> sent = new HashSet<>();
    private final Set<String> acknowledged = new HashSet<>();
    private final Map<String, Integer> archived = new HashMap<>();
    private final Map<String, Integer> casesOf = new HashMap<>();
    private long resent;
    private long unanswered;
    private long repeatedEvents;

    Reconciliation(Told told) {
        this.told = told;
    }

    void add(LoadReport report, List<Ledger.Entry> ledger) {
        unanswered += report.unanswered();
        for (Ledger.Entry entry : ledger) {
            String frame = entry.device() + " " + entry.time();
            switch (entry.event()) {
                case SEND -> sent.add(frame);
                case RESEND -> resent++;
                case ACK -> acknowledged.add(frame);
            }
        }
    }

    /** Reads the database's side. Every frame of the load has one value of the point tilt. */
    void compare(Connection database, long repeated) throws SQLException {
        repeatedEvents = repeated;
        try (Statement statement = database.createStatement()) {
            try (ResultSet rows =
                    statement.executeQuery(
                            """
                            select d.device || ' ' || (extract(epoch from v.time) * 1000)::bigint
                            from point_value v
                            join device_name d on d.id = v.device
                            join point_name p on p.id = v.point
                            where p.point = 'tilt'
                            """)) {
                while (rows.next()) {
                    archived.merge(rows.getString(1), 1, Integer::sum);
                }
            }
            try (ResultSet rows = statement.executeQuery("select kind, scope from cases")) {
                while (rows.next()) {
                    casesOf.merge(rows.getString(1) + " " + rows.getString(2), 1, Integer::sum);
                }
            }
        }
    }

    int cases() {
        return casesOf.size();
    }

    /** Everything that a promise does not allow; empty if all is well. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (unanswered > 0) {
            faults.add(unanswered + " frames were never acknowledged");
        }
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
        casesOf.forEach(
                (scope, times) -> {
                    if (times > 1) {
                        faults.add(times + " cases of " + scope);
                    }
                });
        if (told.opened() != cases()) {
            faults.add(told.opened() + " cases told, " + cases() + " in the book");
        }
        told.doubled().forEach(doubled -> faults.add("one fact under two ids: " + doubled));
        return faults;
    }

    String toText() {
        return String.format(
                Locale.ROOT,
                "sent %,d (again %,d) · acknowledged %,d · archived %,d · cases %,d · repeats %,d",
                sent.size(),
                resent,
                acknowledged.size(),
                archived.size(),
                cases(),
                repeatedEvents);
    }
}
