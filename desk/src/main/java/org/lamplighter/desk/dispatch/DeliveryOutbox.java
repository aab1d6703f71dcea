// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch;

import com.fasterxml.jackson.databind.node.ArrayNode;

import org.jdbi.v3.core.Handle;
import org.lamplighter.cloudevent.Json;
import org.lamplighter.desk.cases.CaseId;
import org.lamplighter.desk.cases.EventKey;
import org.lamplighter.desk.cases.EventOutbox;
import org.lamplighter.desk.dispatch.egress.DispatchFault;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The deliveries in the database, and db-scheduler's tasks for those that are next.
 *
 * <p>For each target and case only the first delivery that is not delivered has a task, so there is
 * one in flight and they go in order; a parked one has none and so holds back the later ones.
 * Whoever finishes one gives the next its task. Both happen under the lock of the case's row, so
 * neither can miss the other. A task's instance is {@code <delivery>.<round>}: a delivery that is
 * sent again gets a new task, and what is left of the old one finds nothing to do. The tasks are
 * written by SQL here, in the transaction of their deliveries, because db-scheduler's client would
 * use a connection of its own.
 *
 * <p>Safe to share between threads; works in its caller's transaction.
 */
public final class DeliveryOutbox implements EventOutbox {
    /** The name of the tasks. */
    static final String TASK = "deliver";

    private static final String NEW_TASK =
            "insert into scheduled_tasks (task_name, task_instance, execution_time, picked,"
                    + " version) select '"
                    + TASK
                    + "', d.id || '.' || d.round, :now, false, 1 from delivery d where ";

    /** No earlier delivery of the same case to the same target is outstanding. */
    private static final String IS_FIRST =
            "d.state = 'pending' and not exists (select 1 from delivery o where o.target = d.target"
                    + " and o.case_id = d.case_id and o.sequence < d.sequence and o.state <>"
                    + " 'delivered')";

    private static final String ONCE = " on conflict (task_name, task_instance) do nothing";

    private final InstantSource clock;
    private volatile Runnable bell = () -> {};

    /**
     * @param clock tasks are due at its time
     */
    public DeliveryOutbox(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * A delivery that is due.
     *
     * @param id its key
     * @param round which sending it is
     * @param target to whom
     * @param event which event
     * @param body the event as it is sent
     * @param tries how often it was tried in this round
     * @param nextTryAt not before this time
     */
    record Due(
            long id,
            int round,
            long target,
            EventKey event,
            String body,
            int tries,
            Instant nextTryAt) {}

    /** Who is told that there are tasks that are due. */
    void onWake(Runnable listener) {
        bell = listener;
    }

    @Override
    public void wake() {
        bell.run();
    }

    @Override
    public void enqueue(Handle handle, List<EventKey> events) {
        List<Long> ids =
                handle.createQuery(
                                "insert into delivery (target, case_id, sequence, state,"
                                    + " created_at) select t.id, e.case_id, e.sequence, 'pending',"
                                    + " :now from unnest(:cases, :sequences) as e (case_id,"
                                    + " sequence) cross join target t where t.enabled returning id")
                        .bind("now", clock.instant())
                        .bindArray(
                                "cases",
                                String.class,
                                events.stream().map(event -> event.caseId().value()).toList())
                        .bindArray(
                                "sequences",
                                Long.class,
                                events.stream().map(EventKey::sequence).toList())
                        .mapTo(Long.class)
                        .list();
        if (!ids.isEmpty()) {
            handle.createUpdate(NEW_TASK + "d.id = any(:ids) and " + IS_FIRST + ONCE)
                    .bind("now", clock.instant())
                    .bindArray("ids", Long.class, ids)
                    .execute();
        }
    }

    @Override
    public ArrayNode tell(Handle handle, CaseId id, int limit) {
        ArrayNode array = Json.object().arrayNode();
        handle.createQuery(
                        "select * from ("
                                + DeliveryRoutes.SELECT
                                + " where d.case_id = :case order by d.sequence desc, d.target desc"
                                + " limit :limit) newest order by sequence, target")
                .bind("case", id.value())
                .bind("limit", limit)
                .map(DeliveryRoutes::json)
                .forEach(array::add);
        return array;
    }

    @Override
    public long held(Handle handle) {
        return handle.select("select count(*) from delivery where state = 'parked'")
                .mapTo(Long.class)
                .one();
    }

    /**
     * The delivery of a task; empty if it was delivered or parked meanwhile, or is another round's.
     */
    Optional<Due> findDue(Handle handle, long id, int round) {
        return handle.createQuery(
                        "select d.*, e.body from delivery d join case_event e using (case_id,"
                                + " sequence) where d.id = :id and d.round = :round and d.state ="
                                + " 'pending'")
                .bind("id", id)
                .bind("round", round)
                .map(
                        (rs, ctx) ->
                                new Due(
                                        rs.getLong("id"),
                                        rs.getInt("round"),
                                        rs.getLong("target"),
                                        new EventKey(
                                                new CaseId(rs.getString("case_id")),
                                                rs.getLong("sequence")),
                                        rs.getString("body"),
                                        rs.getInt("tries"),
                                        rs.getTimestamp("next_try_at") == null
                                                ? Instant.MIN
                                                : rs.getTimestamp("next_try_at").toInstant()))
                .findOne();
    }

    /** Marks it delivered; false if that was done or undone by somebody else meanwhile. */
    boolean markDelivered(Handle handle, Due due, int status, Instant now) {
        return handle.createUpdate(
                                "update delivery set state = 'delivered', tries = tries + 1, status"
                                    + " = :status, fault = '', reason = :reason, last_try_at ="
                                    + " :now, next_try_at = null, delivered_at = :now where id ="
                                    + " :id and round = :round and state = 'pending'")
                        .bind("id", due.id())
                        .bind("round", due.round())
                        .bind("status", status)
                        .bind("reason", "the target answered " + status)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /** Gives the first outstanding delivery of a case to a target its task. */
    void scheduleNext(Handle handle, Due after) {
        handle.createUpdate(
                        NEW_TASK
                                + "d.target = :target and d.case_id = :case and "
                                + IS_FIRST
                                + ONCE)
                .bind("now", clock.instant())
                .bind("target", after.target())
                .bind("case", after.event().caseId().value())
                .execute();
    }

    /** Notes a try that failed and will be repeated. */
    void markRetry(
            Handle handle,
            Due due,
            DispatchFault fault,
            int status,
            String reason,
            Instant now,
            Instant next) {
        handle.createUpdate(
                        "update delivery set tries = tries + 1, status = :status, fault = :fault,"
                            + " reason = :reason, last_try_at = :now, next_try_at = :next where id"
                            + " = :id and round = :round and state = 'pending'")
                .bind("id", due.id())
                .bind("round", due.round())
                .bind("status", status)
                .bind("fault", fault.text())
                .bind("reason", reason)
                .bind("now", now)
                .bind("next", next)
                .execute();
    }

    /** Parks it until somebody sends it again. */
    void park(
            Handle handle,
            Due due,
            boolean tried,
            DispatchFault fault,
            int status,
            String reason,
            Instant now) {
        handle.createUpdate(
                        "update delivery set state = 'parked', tries = tries + :tried, status ="
                            + " :status, fault = :fault, reason = :reason, last_try_at = case when"
                            + " :tried = 1 then :now else last_try_at end, next_try_at = null where"
                            + " id = :id and round = :round and state = 'pending'")
                .bind("id", due.id())
                .bind("round", due.round())
                .bind("tried", tried ? 1 : 0)
                .bind("status", status)
                .bind("fault", fault.text())
                .bind("reason", reason)
                .bind("now", now)
                .execute();
    }

    /** What became of the wish to send a delivery again. */
    enum Resent {
        SENT_AGAIN,
        NOT_PARKED,
        UNKNOWN
    }

    /** Begins a new round of a parked delivery. */
    Resent resend(Handle handle, long id) {
        Optional<String> state =
                handle.createQuery(
                                "select d.state from delivery d join cases c on c.id = d.case_id"
                                        + " where d.id = :id for update of c")
                        .bind("id", id)
                        .mapTo(String.class)
                        .findOne();
        if (state.isEmpty()) {
            return Resent.UNKNOWN;
        }
        int begun =
                handle.createUpdate(
                                "update delivery set state = 'pending', round = round + 1, tries ="
                                    + " 0, next_try_at = null where id = :id and state = 'parked'")
                        .bind("id", id)
                        .execute();
        if (begun == 0) {
            return Resent.NOT_PARKED;
        }
        handle.createUpdate(NEW_TASK + "d.id = :id and " + IS_FIRST + ONCE)
                .bind("now", clock.instant())
                .bind("id", id)
                .execute();
        return Resent.SENT_AGAIN;
    }

    /** Begins a new round of everything that was parked because the target was disabled. */
    void resendAfterEnabling(Handle handle, long target) {
        handle.createUpdate(
                        "update delivery set state = 'pending', round = round + 1, tries = 0,"
                            + " next_try_at = null where target = :target and state = 'parked' and"
                            + " fault in (:gone, :disabled)")
                .bind("target", target)
                .bind("gone", DispatchFault.GONE.text())
                .bind("disabled", DispatchFault.TARGET_DISABLED.text())
                .execute();
        handle.createUpdate(
                        NEW_TASK
                                + "d.target = :target and "
                                + IS_FIRST
                                + " and not exists (select 1 from"
                                + " scheduled_tasks s where s.task_name = '"
                                + TASK
                                + "' and s.task_instance = d.id || '.' || d.round)"
                                + ONCE)
                .bind("now", clock.instant())
                .bind("target", target)
                .execute();
    }
}
