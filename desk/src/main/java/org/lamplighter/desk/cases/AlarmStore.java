// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.lamplighter.alarm.AlarmCodec;
import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmState;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The latest snapshot of each alarm in the database. Stateless; works in its caller's transaction.
 */
final class AlarmStore {
    /** Keeps these snapshots where they are newer than what is kept. */
    void keep(Handle handle, List<AlarmEvent> snapshots) {
        if (snapshots.isEmpty()) {
            return;
        }
        PreparedBatch batch =
                handle.prepareBatch(
                        "insert into alarm (id, rule, rule_version, device, case_kind, severity,"
                            + " state, raised_at, cleared_at, rev, decided_at, snapshot) values"
                            + " (:id, :rule, :rule_version, :device, :case_kind, :severity, :state,"
                            + " :raised_at, :cleared_at, :rev, :decided_at, cast(:snapshot as"
                            + " jsonb)) on conflict (id) do update set rule_version ="
                            + " excluded.rule_version, severity = excluded.severity, state ="
                            + " excluded.state, raised_at = excluded.raised_at, cleared_at ="
                            + " excluded.cleared_at, rev = excluded.rev, decided_at ="
                            + " excluded.decided_at, snapshot = excluded.snapshot where alarm.rev <"
                            + " excluded.rev");
        for (AlarmEvent alarm : newestOfEach(snapshots)) {
            batch.bind("id", alarm.id().value())
                    .bind("rule", alarm.rule().value())
                    .bind("rule_version", alarm.ruleVersion())
                    .bind("device", alarm.device().value())
                    .bind("case_kind", alarm.caseKind().value())
                    .bind("severity", alarm.severity().text())
                    .bind("state", alarm.state().text())
                    .bind("raised_at", alarm.state().raisedAt())
                    .bindByType("cleared_at", clearedAt(alarm.state()).orElse(null), Instant.class)
                    .bind("rev", alarm.rev())
                    .bind("decided_at", alarm.decidedAt())
                    .bind("snapshot", Storable.of(AlarmCodec.toData(alarm)).toString())
                    .add();
        }
        batch.execute();
    }

    /** In the order of ids, so that two desks never wait for each other's rows crosswise. */
    private static Collection<AlarmEvent> newestOfEach(List<AlarmEvent> snapshots) {
        Map<String, AlarmEvent> newest = new HashMap<>();
        for (AlarmEvent alarm : snapshots) {
            newest.merge(
                    alarm.id().value(),
                    alarm,
                    (one, other) -> one.rev() < other.rev() ? other : one);
        }
        return new TreeMap<>(newest).values();
    }

    private static Optional<Instant> clearedAt(AlarmState state) {
        return state instanceof AlarmState.Cleared cleared
                ? Optional.of(cleared.clearedAt())
                : Optional.empty();
    }
}
