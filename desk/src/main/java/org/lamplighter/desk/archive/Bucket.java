// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.archive;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What one point was in one stretch of time. Flags count as 1 and 0; texts have no bucket.
 *
 * @param time when it begins
 * @param point the point
 * @param count how many values it has, at least one
 * @param average their mean, each value weighing the same
 * @param lowest the lowest
 * @param highest the highest
 */
record Bucket(
        Instant time, String point, long count, double average, double lowest, double highest) {
    private static final String FROM_ROWS =
            """
            select date_bin(make_interval(secs => :seconds), v.time, timestamptz '1970-01-01 00:00:00Z') as bucket,
                   p.point, count(v.value) as n, sum(v.value) as total, min(v.value) as lowest, max(v.value) as highest
            from point_value v join point_name p on p.id = v.point
            where v.device = (select id from device_name where device = :device) and v.value is not null
              and v.time >= :from and v.time < :to and (:point = '' or p.point = :point)
            group by 1, 2 order by 1, p.point collate "C" limit :limit\
            """;

    private static final String FROM_HOURS =
            """
            select date_bin(make_interval(secs => :seconds), v.hour, timestamptz '1970-01-01 00:00:00Z') as bucket,
                   p.point, sum(v.n) as n, sum(v.total) as total, min(v.lowest) as lowest, max(v.highest) as highest
            from point_hour v join point_name p on p.id = v.point
            where v.device = (select id from device_name where device = :device)
              and v.hour >= :from and v.hour < :to and (:point = '' or p.point = :point)
            group by 1, 2 order by 1, p.point collate "C" limit :limit\
            """;

    /** Where buckets are added up from. */
    enum Source {
        /** The archived values themselves. */
        ROWS(FROM_ROWS),
        /** The archive's hours, for buckets of whole hours. */
        HOURS(FROM_HOURS);

        private final String query;

        Source(String query) {
            this.query = query;
        }

        /**
         * The cheaper one that gives these buckets. Where hours are but a view, they are added up
         * from the rows anyway, and the rows can be found by their time.
         */
        static Source choose(Handle handle, BucketSize every) {
            if (!every.isWholeHours()) {
                return ROWS;
            }
            String kind = handle.createQuery("select archive_kind()").mapTo(String.class).one();
            return kind.equals("policies") ? HOURS : ROWS;
        }
    }

    /**
     * The buckets of a device that hold something, in the order of time and point.
     *
     * @param point empty for all
     * @param from where a bucket begins
     * @param to where one ends
     */
    static List<Bucket> read(
            Handle handle,
            Source source,
            String device,
            String point,
            Instant from,
            Instant to,
            BucketSize every,
            int limit) {
        return handle.createQuery(source.query)
                .bind("seconds", every.seconds())
                .bind("device", device)
                .bind("point", point)
                .bind("from", from.atOffset(ZoneOffset.UTC))
                .bind("to", to.atOffset(ZoneOffset.UTC))
                .bind("limit", limit)
                .map(Bucket::map)
                .list();
    }

    ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("time", time.toString())
                .put("point", point)
                .put("count", count)
                .put("avg", average)
                .put("min", lowest)
                .put("max", highest);
    }

    private static Bucket map(ResultSet row, StatementContext ctx) throws SQLException {
        long count = row.getLong("n");
        return new Bucket(
                row.getObject("bucket", OffsetDateTime.class).toInstant(),
                row.getString("point"),
                count,
                row.getDouble("total") / count,
                row.getDouble("lowest"),
                row.getDouble("highest"));
    }
}
