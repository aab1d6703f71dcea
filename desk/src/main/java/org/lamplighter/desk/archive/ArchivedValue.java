// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.archive;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.lamplighter.log.Quality;
import org.lamplighter.reading.PointValue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * One archived value of one point.
 *
 * @param time its event time
 * @param point the point
 * @param sequence tells two of one time apart
 * @param logTime when the log had it
 * @param value the value
 * @param quality the bits of the column {@code quality}
 */
record ArchivedValue(
        Instant time, String point, int sequence, Instant logTime, PointValue value, int quality) {
    /**
     * The values of a device within [from, to), in the order of time, point and sequence, after a
     * cursor.
     */
    static List<ArchivedValue> read(
            Handle handle,
            String device,
            String point,
            Instant from,
            Instant to,
            ReadingCursor after,
            int limit) {
        return handle.createQuery(
                        """
                        select v.time, p.point, v.seq, v.log_time, v.value, v.text, v.quality
                        from point_value v join point_name p on p.id = v.point
                        where v.device = (select id from device_name where device = :device)
                          and v.time >= greatest(:from, :afterTime) and v.time < :to
                          and (:point = '' or p.point = :point)
                          and (v.time, p.point collate "C", v.seq) > (:afterTime, :afterPoint collate "C", :afterSeq)
                        order by v.time, p.point collate "C", v.seq limit :limit\
                        """)
                .bind("device", device)
                .bind("point", point)
                .bind("from", from.atOffset(ZoneOffset.UTC))
                .bind("to", to.atOffset(ZoneOffset.UTC))
                .bind("afterTime", after.time().atOffset(ZoneOffset.UTC))
                .bind("afterPoint", after.point())
                .bind("afterSeq", after.sequence())
                .bind("limit", limit)
                .map(ArchivedValue::map)
                .list();
    }

    ObjectNode toJson() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("time", time.toString());
        node.put("point", point);
        switch (value) {
            case PointValue.Quantity quantity -> node.put("value", quantity.value());
            case PointValue.Flag flag -> node.put("value", flag.value());
            case PointValue.Text text -> node.put("value", text.value());
        }
        node.put("seq", sequence);
        node.put("logTime", logTime.toString());
        ArrayNode words = node.putArray("quality");
        Quality.words(quality).forEach(words::add);
        return node;
    }

    private static ArchivedValue map(ResultSet row, StatementContext ctx) throws SQLException {
        int quality = row.getInt("quality");
        double number = row.getDouble("value");
        PointValue value;
        if (row.wasNull()) {
            value = new PointValue.Text(row.getString("text"));
        } else if ((quality & Quality.FLAG) != 0) {
            value = new PointValue.Flag(number != 0);
        } else {
            value = new PointValue.Quantity(number);
        }
        return new ArchivedValue(
                row.getObject("time", OffsetDateTime.class).toInstant(),
                row.getString("point"),
                row.getInt("seq"),
                row.getObject("log_time", OffsetDateTime.class).toInstant(),
                value,
                quality);
    }
}
