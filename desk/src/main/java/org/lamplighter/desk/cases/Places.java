// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.lamplighter.trouble.Scope;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where scopes are, by the registry. Stateless; each statement runs in its caller's transaction.
 */
final class Places {
    private Places() {}

    /** Where a scope is: the registry's word on a device, the middle of an area's devices. */
    static Place find(Handle handle, Scope scope) {
        return switch (scope) {
            case Scope.OfArea area ->
                    handle.createQuery(
                                    "select avg(lon) as lon, avg(lat) as lat from device where"
                                            + " attributes ->> :attribute = :value")
                            .bind("attribute", area.attribute())
                            .bind("value", area.value())
                            .map((rs, ctx) -> new Place(CaseColumns.location(rs), ofArea(area)))
                            .one();
            case Scope.OfDevice device ->
                    handle.createQuery(
                                    "select name, lon, lat, attributes from device where id = :id")
                            .bind("id", device.device().value())
                            .map(Places::place)
                            .findOne()
                            .orElse(Place.UNKNOWN);
        };
    }

    private static SortedMap<String, String> ofArea(Scope.OfArea area) {
        SortedMap<String, String> attributes = new TreeMap<>();
        attributes.put(area.attribute(), area.value());
        return attributes;
    }

    private static Place place(ResultSet rs, StatementContext ctx) throws SQLException {
        SortedMap<String, String> attributes = CaseColumns.texts(rs.getString("attributes"));
        String name = rs.getString("name");
        if (!name.isEmpty()) {
            attributes.putIfAbsent("name", name);
        }
        return new Place(CaseColumns.location(rs), attributes);
    }
}
