// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;
import org.lamplighter.alarm.CaseKind;
import org.lamplighter.alarm.Severity;
import org.lamplighter.alarm.Title;
import org.lamplighter.cases.CaseMark;
import org.lamplighter.cases.CaseStanding;
import org.lamplighter.cases.CaseState;
import org.lamplighter.cloudevent.Json;
import org.lamplighter.registry.Location;
import org.lamplighter.trouble.Scope;
import org.lamplighter.trouble.TroubleId;
import org.lamplighter.trouble.TroublePhase;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** How a case stands in a row of the table {@code cases}. Stateless. */
final class CaseColumns {
    /** What {@link #read} reads, of the table as {@code c}. */
    static final String LIST =
            "c.id, c.number, c.kind, c.scope, c.state, c.sensors, c.marks, c.trouble,"
                + " c.trouble_rev, c.title_en, c.title_zh, c.severity, c.opened_at, c.updated_at,"
                + " c.deadline, c.lon, c.lat, c.place, c.devices, c.alarms, c.claimants,"
                + " c.area_case, c.reason, c.sequence";

    private CaseColumns() {}

    /** A row of {@link #LIST}. */
    static CaseRow read(ResultSet rs, StatementContext ctx) throws SQLException {
        Set<CaseMark> marks = EnumSet.noneOf(CaseMark.class);
        strings(rs, "marks")
                .forEach(mark -> marks.add(CaseMark.valueOf(mark.toUpperCase(Locale.ROOT))));
        return new CaseRow(
                new CaseId(rs.getString("id")),
                rs.getString("number"),
                new CaseKind(rs.getString("kind")),
                Scope.parse(rs.getString("scope")),
                new CaseStanding(
                        CaseState.parse(rs.getString("state")),
                        TroublePhase.parse(rs.getString("sensors")),
                        marks),
                new TroubleId(rs.getString("trouble")),
                rs.getLong("trouble_rev"),
                new Title(rs.getString("title_en"), rs.getString("title_zh")),
                Severity.parse(rs.getString("severity")),
                rs.getTimestamp("opened_at").toInstant(),
                rs.getTimestamp("updated_at").toInstant(),
                rs.getTimestamp("deadline").toInstant(),
                new Place(location(rs), texts(rs.getString("place"))),
                (ArrayNode) parse(rs.getString("alarms")),
                strings(rs, "devices"),
                strings(rs, "claimants"),
                rs.getString("area_case"),
                rs.getString("reason"),
                rs.getLong("sequence"));
    }

    /** Binds what a statement may name of a case. */
    static <S extends SqlStatement<S>> S bind(S statement, CaseRow row) {
        ObjectNode place = Json.object();
        row.place().attributes().forEach(place::put);
        S bound =
                statement
                        .bind("id", row.id().value())
                        .bind("number", row.number())
                        .bind("kind", row.kind().value())
                        .bind("scope", row.scope().text())
                        .bind("state", row.standing().state().text())
                        .bind("sensors", row.standing().sensors().text())
                        .bindArray(
                                "marks",
                                String.class,
                                row.standing().marks().stream().map(CaseMark::text).toList())
                        .bind("trouble", row.trouble().value())
                        .bind("rev", row.rev())
                        .bind("title_en", row.title().en())
                        .bind("title_zh", row.title().zh())
                        .bind("severity", row.severity().text())
                        .bind("opened_at", row.openedAt())
                        .bind("updated_at", row.updatedAt())
                        .bind("deadline", row.deadline())
                        .bind("place", place.toString())
                        .bindArray("devices", String.class, row.devices())
                        .bindArray("claimants", String.class, row.claimants())
                        .bind("alarms", row.alarms().toString())
                        .bind("code", row.code())
                        .bind("area_case", row.areaCase())
                        .bind("reason", row.reason())
                        .bind("sequence", row.sequence());
        return switch (row.place().location()) {
            case Location.Unknown unknown ->
                    bound.bindByType("lon", null, Double.class)
                            .bindByType("lat", null, Double.class);
            case Location.At at -> bound.bind("lon", at.lon()).bind("lat", at.lat());
        };
    }

    static Location location(ResultSet rs) throws SQLException {
        double lon = rs.getDouble("lon");
        boolean absent = rs.wasNull();
        double lat = rs.getDouble("lat");
        return absent ? new Location.Unknown() : new Location.At(lon, lat);
    }

    static SortedMap<String, String> texts(String json) {
        SortedMap<String, String> texts = new TreeMap<>();
        parse(json)
                .properties()
                .forEach(member -> texts.put(member.getKey(), member.getValue().asText()));
        return texts;
    }

    private static List<String> strings(ResultSet rs, String column) throws SQLException {
        return Arrays.asList((String[]) rs.getArray(column).getArray());
    }

    private static JsonNode parse(String json) {
        return Json.parse(json.getBytes(StandardCharsets.UTF_8), "a column of the case book");
    }
}
