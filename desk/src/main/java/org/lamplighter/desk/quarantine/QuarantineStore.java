// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.quarantine;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.lamplighter.log.LogPosition;
import org.lamplighter.reading.Payload;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The quarantine's tables. What is sent under a child's own id is of no device: a child sends
 * nothing. Stateless; works in its caller's transaction.
 */
final class QuarantineStore {
    private static final String SELECT =
            """
            select f.log_partition, f.log_offset, f.log_time, f.device, f.frame_id, f.source, f.channel,
                   %s as payload, octet_length(f.payload) as size, f.reason, f.detail, f.state,
                   f.tried_at, f.profile, f.profile_version, coalesce(d.profile, '') as registered
            from quarantined_frame f left join device d on d.id = f.device and d.parent is null
            where (:reason = '' or f.reason = :reason) and (:device = '' or f.device = :device)
              and (:profile = '' or d.profile = :profile)
              and (f.log_partition, f.log_offset) > (:afterPartition, :afterOffset)
            """;

    private static final String ORDER = " order by f.log_partition, f.log_offset limit :limit";

    /**
     * Frames that are kept for the same reason.
     *
     * @param profile the profile that their devices have now; empty if they are not registered
     * @param reason the reason
     * @param frames how many
     * @param devices of how many devices
     * @param first log time of the first
     * @param last log time of the last
     * @param detail what was found in the last
     */
    record Group(
            String profile,
            String reason,
            long frames,
            long devices,
            Instant first,
            Instant last,
            String detail) {}

    /** The largest groups of kept frames, the larger first. */
    List<Group> groups(Handle handle, int limit) {
        return handle.createQuery(
                        """
                        select g.*, l.detail from (
                          select coalesce(d.profile, '') as profile, f.reason, count(*) as frames,
                                 count(distinct f.device) as devices, min(f.log_time) as first, max(f.log_time) as last
                          from quarantined_frame f left join device d on d.id = f.device and d.parent is null
                          where f.state = 'kept'
                          group by 1, 2 order by 3 desc, 1, 2 limit :limit) g
                        cross join lateral (
                          select f.detail
                          from quarantined_frame f left join device d on d.id = f.device and d.parent is null
                          where f.log_time = g.last and f.state = 'kept' and f.reason = g.reason
                            and coalesce(d.profile, '') = g.profile
                          order by f.log_partition desc, f.log_offset desc limit 1) l
                        order by g.frames desc, g.profile, g.reason\
                        """)
                .bind("limit", limit)
                .map(
                        (row, ctx) ->
                                new Group(
                                        row.getString("profile"),
                                        row.getString("reason"),
                                        row.getLong("frames"),
                                        row.getLong("devices"),
                                        instant(row, "first"),
                                        instant(row, "last"),
                                        row.getString("detail")))
                .list();
    }

    /**
     * Frames in any state, in the order of the log; an empty state means all.
     *
     * @param bytes how many bytes of each payload
     */
    List<KeptFrame> list(
            Handle handle, QuarantineFilter filter, String state, int limit, int bytes) {
        String select = SELECT.formatted("substring(f.payload for :bytes)");
        Query query =
                handle.createQuery(select + " and (:state = '' or f.state = :state)" + ORDER)
                        .bind("bytes", bytes)
                        .bind("state", state);
        return bind(query, filter, limit).map(QuarantineStore::map).list();
    }

    /** Kept frames that a decoder can be given, in the order of the log. */
    List<KeptFrame> listDecodable(Handle handle, QuarantineFilter filter, int limit) {
        Query query =
                handle.createQuery(
                        SELECT.formatted("f.payload")
                                + " and f.state = 'kept' and f.frame_id <> ''"
                                + ORDER);
        return bind(query, filter, limit).map(QuarantineStore::map).list();
    }

    /**
     * Which of these frames are still kept, holding their rows until the transaction ends: two
     * replays never write one frame.
     */
    Set<QuarantineFilter.Place> lockKept(Handle handle, Collection<KeptFrame> frames) {
        return new HashSet<>(
                handle.createQuery(
                                """
                                select log_partition, log_offset from quarantined_frame
                                where (log_partition, log_offset) in (select * from unnest(:partitions, :offsets))
                                  and state = 'kept'
                                order by log_partition, log_offset for update\
                                """)
                        .bindArray(
                                "partitions",
                                Integer.class,
                                frames.stream().map(frame -> frame.origin().partition()).toList())
                        .bindArray(
                                "offsets",
                                Long.class,
                                frames.stream().map(frame -> frame.origin().offset()).toList())
                        .map(
                                (row, ctx) ->
                                        new QuarantineFilter.Place(row.getInt(1), row.getLong(2)))
                        .list());
    }

    /** Notes that a replay could not decode it either, and why. */
    void stillKept(
            Handle handle, KeptFrame frame, KeptFrame.Try now, String reason, String detail) {
        update(handle, frame, now, "kept", reason, detail);
    }

    /** Takes it out of the quarantine and counts it. */
    void decoded(Handle handle, KeptFrame frame, KeptFrame.Try now, ReplayedRows.Result result) {
        boolean fresh = result instanceof ReplayedRows.Result.Fresh;
        update(handle, frame, now, fresh ? "fresh" : "duplicate", frame.reason(), frame.detail());
        handle.createUpdate(
                        "update quarantine_count set fresh = fresh + :fresh, duplicates ="
                                + " duplicates + :duplicates, readings = readings + :readings where"
                                + " log_partition = :partition")
                .bind("fresh", fresh ? 1 : 0)
                .bind("duplicates", fresh ? 0 : 1)
                .bind("readings", result.readings())
                .bind("partition", frame.origin().partition())
                .execute();
    }

    /**
     * Deletes frames logged before {@code cutoff}, at most {@code most}, and says so first, so that
     * none of them is taken in again. Returns how many.
     */
    int deleteBefore(Handle handle, Instant cutoff, int most) {
        handle.createUpdate(
                        "update quarantine_count set deleted_before = :cutoff where deleted_before"
                                + " < :cutoff")
                .bind("cutoff", cutoff.atOffset(ZoneOffset.UTC))
                .execute();
        return handle.createUpdate(
                        "delete from quarantined_frame where ctid = any (array(select ctid from"
                            + " quarantined_frame where log_time < :cutoff order by log_time limit"
                            + " :most))")
                .bind("cutoff", cutoff.atOffset(ZoneOffset.UTC))
                .bind("most", most)
                .execute();
    }

    private static void update(
            Handle handle,
            KeptFrame frame,
            KeptFrame.Try now,
            String state,
            String reason,
            String detail) {
        handle.createUpdate(
                        "update quarantined_frame set state = :state, reason = :reason, detail ="
                                + " :detail, tried_at = :at, profile = :profile, profile_version ="
                                + " :version where log_partition = :partition and log_offset ="
                                + " :offset")
                .bind("state", state)
                .bind("reason", reason)
                .bind("detail", detail.replace('\0', '\uFFFD'))
                .bind("at", now.at().atOffset(ZoneOffset.UTC))
                .bind("profile", now.profile())
                .bind("version", now.version())
                .bind("partition", frame.origin().partition())
                .bind("offset", frame.origin().offset())
                .execute();
    }

    private static Query bind(Query query, QuarantineFilter filter, int limit) {
        return query.bind("reason", filter.reason())
                .bind("device", filter.device())
                .bind("profile", filter.profile())
                .bind("afterPartition", filter.after().partition())
                .bind("afterOffset", filter.after().offset())
                .bind("limit", limit);
    }

    private static KeptFrame map(ResultSet row, StatementContext ctx) throws SQLException {
        @Nullable OffsetDateTime tried = row.getObject("tried_at", OffsetDateTime.class);
        return new KeptFrame(
                new LogPosition(
                        row.getInt("log_partition"),
                        row.getLong("log_offset"),
                        instant(row, "log_time")),
                row.getString("device"),
                row.getString("registered"),
                row.getString("frame_id"),
                row.getString("source"),
                row.getString("channel"),
                Payload.wrap(row.getBytes("payload")),
                row.getInt("size"),
                row.getString("reason"),
                row.getString("detail"),
                row.getString("state"),
                tried == null
                        ? Optional.empty()
                        : Optional.of(
                                new KeptFrame.Try(
                                        tried.toInstant(),
                                        row.getString("profile"),
                                        row.getLong("profile_version"))));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
