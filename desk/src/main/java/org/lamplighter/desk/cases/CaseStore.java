// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.lamplighter.alarm.CaseKind;
import org.lamplighter.cases.CaseDecision;
import org.lamplighter.cases.CaseState;
import org.lamplighter.trouble.Claimant;
import org.lamplighter.trouble.Scope;
import org.lamplighter.trouble.Trouble;
import org.lamplighter.trouble.TroubleId;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The case book's statements. Stateless; each runs in its caller's transaction. */
final class CaseStore {
    /**
     * The predicate of the index that allows one open case; a statement must repeat it to use that
     * index.
     */
    static final String OPEN = "state not in ('closed', 'rejected', 'withdrawn', 'absorbed')";

    /** What was applied of a trouble, and to which case. */
    record Applied(CaseId caseId, long rev) {}

    /** An event to be written. */
    record NewEvent(
            EventKey key,
            String type,
            CaseState state,
            Instant at,
            String reason,
            String actor,
            String body) {}

    /**
     * Makes every other transaction that is about one of these keys wait until this one has ended:
     * so of two that open a case and look for it at the same time one sees what the other did.
     *
     * @param keys each as {@code kind|scope}
     */
    void lockKeys(Handle handle, Collection<String> keys) {
        handle.createQuery(
                        "select pg_advisory_xact_lock(lock) from (select distinct"
                            + " hashtextextended(key, 0) as lock from unnest(:keys) key order by"
                            + " lock) locks")
                .bindArray("keys", String.class, List.copyOf(keys))
                .mapTo(String.class)
                .list();
    }

    /**
     * Locks, in the order of ids, every case that one of these troubles belongs to, could be
     * attached to, or could cover because it waits for theirs.
     */
    List<CaseRow> lockCasesOf(Handle handle, Collection<Trouble> troubles) {
        List<String> ids = new ArrayList<>();
        List<String> kinds = new ArrayList<>();
        List<String> scopes = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (Trouble trouble : troubles) {
            ids.add(trouble.id().value());
            kinds.add(trouble.kind().value());
            scopes.add(trouble.scope().text());
            keys.add(CaseDecision.keyOf(trouble.kind(), trouble.scope()));
        }
        return handle.createQuery(
                        "select "
                                + CaseColumns.LIST
                                + " from cases c where c.id in (select case_id from case_trouble"
                                + " where trouble = any(:ids) union select id from cases where "
                                + OPEN
                                + " and (kind, scope) in (select * from unnest(:kinds, :scopes))"
                                + " union select id from cases where claimants && cast(:keys as"
                                + " text[]) and area_case = '' and "
                                + OPEN
                                + ") order by c.id for update of c")
                .bindArray("ids", String.class, ids)
                .bindArray("kinds", String.class, kinds)
                .bindArray("scopes", String.class, scopes)
                .bindArray("keys", String.class, keys)
                .map(CaseColumns::read)
                .list();
    }

    /** The open case of a kind and scope. */
    Optional<CaseId> findOpen(Handle handle, Claimant key) {
        return handle.createQuery(
                        "select id from cases where kind = :kind and scope = :scope and " + OPEN)
                .bind("kind", key.kind().value())
                .bind("scope", key.scope().text())
                .mapTo(String.class)
                .findOne()
                .map(CaseId::new);
    }

    /** What was applied of these troubles before. */
    Map<TroubleId, Applied> findApplied(Handle handle, Collection<Trouble> troubles) {
        Map<TroubleId, Applied> applied = new HashMap<>();
        handle.createQuery(
                        "select trouble, case_id, rev from case_trouble where trouble = any(:ids)")
                .bindArray(
                        "ids",
                        String.class,
                        troubles.stream().map(each -> each.id().value()).toList())
                .map(
                        (rs, ctx) ->
                                Map.entry(
                                        new TroubleId(rs.getString(1)),
                                        new Applied(new CaseId(rs.getString(2)), rs.getLong(3))))
                .forEach(entry -> applied.put(entry.getKey(), entry.getValue()));
        return applied;
    }

    /** The highest revs that were applied to cases of these troubles' kinds and scopes, by key. */
    Map<String, Long> findRevs(Handle handle, Collection<Trouble> troubles) {
        Map<String, Long> revs = new HashMap<>();
        handle.createQuery(
                        "select kind || '|' || scope as key, max(trouble_rev) as rev from cases"
                                + " where (kind, scope) in (select * from unnest(:kinds, :scopes))"
                                + " group by kind, scope")
                .bindArray(
                        "kinds",
                        String.class,
                        troubles.stream().map(each -> each.kind().value()).toList())
                .bindArray(
                        "scopes",
                        String.class,
                        troubles.stream().map(each -> each.scope().text()).toList())
                .map((rs, ctx) -> Map.entry(rs.getString("key"), rs.getLong("rev")))
                .forEach(entry -> revs.put(entry.getKey(), entry.getValue()));
        return revs;
    }

    Optional<CaseRow> lock(Handle handle, CaseId id) {
        return handle.createQuery(
                        "select "
                                + CaseColumns.LIST
                                + " from cases c where c.id = :id for update of c")
                .bind("id", id.value())
                .map(CaseColumns::read)
                .findOne();
    }

    Optional<CaseRow> lockOpen(Handle handle, CaseKind kind, Scope scope) {
        return handle.createQuery(
                        "select "
                                + CaseColumns.LIST
                                + " from cases c where c.kind = :kind and c.scope = :scope and c."
                                + OPEN
                                + " for update of c")
                .bind("kind", kind.value())
                .bind("scope", scope.text())
                .map(CaseColumns::read)
                .findOne();
    }

    Optional<CaseRow> find(Handle handle, String idOrNumber) {
        return handle.createQuery(
                        "select "
                                + CaseColumns.LIST
                                + " from cases c where c.id = :text or c.number = :text")
                .bind("text", idOrNumber)
                .map(CaseColumns::read)
                .findOne();
    }

    List<CaseRow> list(Handle handle, CaseQuery query) {
        return handle.createQuery(
                        "select "
                                + CaseColumns.LIST
                                + " from cases c where c.state = any(:states) and (:kind = '' or"
                                + " c.kind = :kind) and (:scope = '' or c.scope = :scope) and"
                                + " c.updated_at >= :since order by c.updated_at, c.id limit"
                                + " :limit")
                .bindArray("states", String.class, query.states())
                .bind("kind", query.kind())
                .bind("scope", query.scope())
                .bind("since", query.updatedSince())
                .bind("limit", query.limit())
                .map(CaseColumns::read)
                .list();
    }

    List<CaseRow> newest(Handle handle, List<String> states, int limit) {
        return handle.createQuery(
                        "select "
                                + CaseColumns.LIST
                                + " from cases c where c.state = any(:states)"
                                + " order by c.opened_at desc, c.id limit :limit")
                .bindArray("states", String.class, states)
                .bind("limit", limit)
                .map(CaseColumns::read)
                .list();
    }

    /**
     * Inserts an open case, unless there is one of its kind and scope: then nothing happens, and
     * false.
     */
    boolean insert(Handle handle, CaseRow row) {
        return CaseColumns.bind(
                                handle.createUpdate(
                                        "insert into cases (id, number, kind, scope, state,"
                                            + " sensors, marks, trouble, trouble_rev, title_en,"
                                            + " title_zh, severity, opened_at, updated_at,"
                                            + " ended_at, deadline, lon, lat, place, devices,"
                                            + " alarms, code, claimants, area_case, reason,"
                                            + " sequence) values (:id, :number, :kind, :scope,"
                                            + " :state, :sensors, :marks, :trouble, :rev,"
                                            + " :title_en, :title_zh, :severity, :opened_at,"
                                            + " :updated_at, null, :deadline, :lon, :lat,"
                                            + " cast(:place as jsonb), :devices, cast(:alarms as"
                                            + " jsonb), :code, :claimants, :area_case, :reason,"
                                            + " :sequence) on conflict (kind, scope) where "
                                                + OPEN
                                                + " do nothing"),
                                row)
                        .execute()
                == 1;
    }

    /**
     * The next number of a year. The row stays locked until the transaction ends, so no number is
     * given twice.
     */
    String nextNumber(Handle handle, int year) {
        long next =
                handle.createQuery(
                                "insert into case_counter (year, last) values (:year, 1) on"
                                    + " conflict (year) do update set last = case_counter.last + 1"
                                    + " returning last")
                        .bind("year", year)
                        .mapTo(Long.class)
                        .one();
        return String.format(Locale.ROOT, "%d-%06d", year, next);
    }

    void update(Handle handle, Collection<CaseRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        PreparedBatch batch =
                handle.prepareBatch(
                        "update cases set number = :number, state = :state, sensors = :sensors,"
                            + " marks = :marks, trouble = :trouble, trouble_rev = :rev, title_en ="
                            + " :title_en, title_zh = :title_zh, severity = :severity, updated_at ="
                            + " :updated_at, ended_at = case when :open then null else"
                            + " coalesce(ended_at, :updated_at) end, devices = :devices, alarms ="
                            + " cast(:alarms as jsonb), claimants = :claimants, area_case ="
                            + " :area_case, reason = :reason, sequence = :sequence where id = :id");
        for (CaseRow row : rows) {
            CaseColumns.bind(batch, row).bind("open", row.standing().state().isOpen());
            batch.add();
        }
        batch.execute();
    }

    void noteApplied(Handle handle, Map<TroubleId, Applied> applied) {
        if (applied.isEmpty()) {
            return;
        }
        PreparedBatch batch =
                handle.prepareBatch(
                        "insert into case_trouble (trouble, case_id, rev) values (:trouble, :case,"
                                + " :rev) on conflict (trouble) do update set rev = excluded.rev");
        applied.forEach(
                (trouble, each) ->
                        batch.bind("trouble", trouble.value())
                                .bind("case", each.caseId().value())
                                .bind("rev", each.rev())
                                .add());
        batch.execute();
    }

    void insertEvents(Handle handle, List<NewEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        PreparedBatch batch =
                handle.prepareBatch(
                        "insert into case_event (case_id, sequence, id, type, state, at, reason,"
                                + " actor, body) values (:case, :sequence, :id, :type, :state, :at,"
                                + " :reason, :actor, :body)");
        for (NewEvent event : events) {
            batch.bind("case", event.key().caseId().value())
                    .bind("sequence", event.key().sequence())
                    .bind("id", event.key().id())
                    .bind("type", event.type())
                    .bind("state", event.state().text())
                    .bind("at", event.at())
                    .bind("reason", event.reason())
                    .bind("actor", event.actor())
                    .bind("body", event.body())
                    .add();
        }
        batch.execute();
    }

    void insertDecisions(Handle handle, List<CaseDecision> decisions) {
        if (decisions.isEmpty()) {
            return;
        }
        PreparedBatch batch =
                handle.prepareBatch(
                        "insert into case_decision (key, body, at) values (:key, :body, :at)");
        for (CaseDecision decision : decisions) {
            batch.bind("key", decision.key())
                    .bind("body", new String(decision.toJson(), StandardCharsets.UTF_8))
                    .bind("at", decision.at())
                    .add();
        }
        batch.execute();
    }
}
