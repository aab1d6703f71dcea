// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.devices;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jdbi.v3.core.Jdbi;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.registry.Device;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every version that a device ever had, out of the log of changes. Never its credentials: only that
 * they changed. Safe to share between threads.
 */
public final class DeviceHistory {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> MEMBERS =
            List.of("profile", "name", "location", "tags", "attributes", "disabled", "credentials");

    private final Jdbi jdbi;

    public DeviceHistory(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A version without what it was.
     *
     * @param version the change that made it
     * @param at when
     * @param author who
     */
    record Edition(long version, Instant at, String author) {
        void tell(ObjectNode node) {
            node.put("version", version).put("at", at.toString()).put("author", author);
        }
    }

    /**
     * One of them.
     *
     * @param edition when and by whom
     * @param body the device from then on; a missing node if it was forgotten
     * @param before the device before that; a missing node if there was none
     */
    record Version(Edition edition, JsonNode body, JsonNode before) {
        ObjectNode toJson() {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            edition.tell(node);
            if (body.isMissingNode()) {
                return node.put("what", "deleted");
            }
            if (before.isMissingNode()) {
                node.put("what", "registered");
            } else {
                node.put("what", "changed");
                List<String> changed = new ArrayList<>(MEMBERS);
                changed.removeIf(name -> body.path(name).equals(before.path(name)));
                changed.forEach(node.putArray("changed")::add);
            }
            node.set("device", Device.parse(body).withoutCredentials().toJson());
            return node;
        }
    }

    /** The newest first, of those before {@code before}. */
    List<Version> list(DeviceId id, long before, int limit) {
        List<Map.Entry<Edition, JsonNode>> rows =
                jdbi.withHandle(
                        handle ->
                                handle.createQuery(
                                                "select version, at, author, body from change where"
                                                        + " kind = 'device' and key = :id and"
                                                        + " version < :before order by version desc"
                                                        + " limit :limit")
                                        .bind("id", id.value())
                                        .bind("before", before)
                                        // one more, to say what the last of them changed
                                        .bind("limit", limit + 1)
                                        .map(
                                                (row, ctx) ->
                                                        Map.entry(
                                                                edition(row),
                                                                body(row.getString("body"), row)))
                                        .list());
        List<Version> versions = new ArrayList<>();
        for (int i = 0; i < Math.min(limit, rows.size()); i++) {
            JsonNode older =
                    i + 1 < rows.size() ? rows.get(i + 1).getValue() : MissingNode.getInstance();
            versions.add(new Version(rows.get(i).getKey(), rows.get(i).getValue(), older));
        }
        return versions;
    }

    /** The latest version of each; none of a device that there never was. */
    Map<DeviceId, Edition> latest(Collection<DeviceId> ids) {
        Map<DeviceId, Edition> latest = new HashMap<>();
        jdbi.useHandle(
                handle ->
                        handle.createQuery(
                                        "select c.* from unnest(cast(:ids as text[])) as d (id)"
                                            + " cross join lateral (select key, version, at, author"
                                            + " from change where kind = 'device' and key = d.id"
                                            + " order by version desc limit 1) c")
                                .bindArray(
                                        "ids",
                                        String.class,
                                        ids.stream().map(DeviceId::value).toList())
                                .map(
                                        (row, ctx) ->
                                                Map.entry(
                                                        new DeviceId(row.getString("key")),
                                                        edition(row)))
                                .forEach(entry -> latest.put(entry.getKey(), entry.getValue())));
        return latest;
    }

    private static Edition edition(ResultSet row) throws SQLException {
        return new Edition(
                row.getLong("version"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("author"));
    }

    private static JsonNode body(String body, ResultSet row) throws SQLException {
        if (row.wasNull()) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL returned jsonb that is not JSON", e);
        }
    }
}
