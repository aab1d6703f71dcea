// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.devices;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.registry.Credentials;
import org.lamplighter.registry.Device;
import org.lamplighter.registry.Location;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The rows of devices and their tokens, within a transaction of the caller's. */
final class DeviceStore {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMNS =
            "id, profile, name, lon, lat, tags, attributes, disabled, sealed_psk, parent,"
                    + " (select coalesce(array_agg(t.hash order by t.created_at, t.hash), '{}')"
                    + " from device_token t where t.device = device.id) as hashes";

    /** How many rows go to the database at a time. */
    private static final int MAX_BATCH = 1_000;

    private DeviceStore() {}

    static Optional<Device> find(Handle handle, DeviceId id) {
        return handle.createQuery("select " + COLUMNS + " from device where id = :id")
                .bind("id", id.value())
                .map(DeviceStore::map)
                .findOne();
    }

    /** Devices by id, from the first after {@code after}. */
    static List<Device> list(Handle handle, DeviceFilter filter, int limit) {
        return handle.createQuery(
                        "select "
                                + COLUMNS
                                + " from device where id > :after and (:profile = '' or profile ="
                                + " :profile) and (:tag = '' or :tag = any (tags)) and (:parent ="
                                + " '' or parent = :parent) order by id limit :limit")
                .bind("after", filter.after())
                .bind("profile", filter.profile())
                .bind("tag", filter.tag())
                .bind("parent", filter.parent())
                .bind("limit", limit)
                .map(DeviceStore::map)
                .list();
    }

    /** The ids of the registered profiles. */
    static List<String> profileIds(Handle handle) {
        return handle.createQuery("select id from profile order by id").mapTo(String.class).list();
    }

    /** Which of {@code ids} are registered. */
    static List<String> existing(Handle handle, Collection<String> ids) {
        return handle.createQuery("select id from device where id = any (:ids)")
                .bindArray("ids", String.class, ids)
                .mapTo(String.class)
                .list();
    }

    /** Which of these tokens' hashes some device has. */
    static List<String> owned(Handle handle, Collection<String> hashes) {
        return handle.createQuery("select hash from device_token where hash = any (:hashes)")
                .bindArray("hashes", String.class, hashes)
                .mapTo(String.class)
                .list();
    }

    static void insert(Handle handle, List<Device> devices, Instant now) {
        for (int from = 0; from < devices.size(); from += MAX_BATCH) {
            insertBatch(
                    handle,
                    devices.subList(from, Math.min(devices.size(), from + MAX_BATCH)),
                    now.atOffset(ZoneOffset.UTC));
        }
    }

    /** By columns: ten parameters for all rows, instead of ten for each. */
    private static void insertBatch(Handle handle, List<Device> devices, OffsetDateTime now) {
        // a tag has no blank, an id is not empty, and no degree is NaN
        handle.createUpdate(
                        """
                        insert into device (id, profile, name, lon, lat, tags, attributes, disabled, sealed_psk,
                                            parent, created_at, updated_at)
                        select id, profile, name, nullif(lon, 'NaN'), nullif(lat, 'NaN'), string_to_array(tags, ' '),
                               cast(attributes as jsonb), disabled, psk, nullif(parent, ''), :now, :now
                        from unnest(:ids, :profiles, :names, :lons, :lats, :tags, :attributes, :disabled, :psks, :parents)
                          as r (id, profile, name, lon, lat, tags, attributes, disabled, psk, parent)\
                        """)
                .bindArray("ids", String.class, column(devices, device -> device.id().value()))
                .bindArray("profiles", String.class, column(devices, Device::profile))
                .bindArray("names", String.class, column(devices, Device::name))
                .bindArray("lons", Double.class, column(devices, device -> at(device).lon()))
                .bindArray("lats", Double.class, column(devices, device -> at(device).lat()))
                .bindArray(
                        "tags",
                        String.class,
                        column(devices, device -> String.join(" ", device.tags())))
                .bindArray("attributes", String.class, column(devices, DeviceStore::attributes))
                .bindArray("disabled", Boolean.class, column(devices, Device::disabled))
                .bindArray(
                        "psks",
                        String.class,
                        column(devices, device -> device.credentials().sealedPsk()))
                .bindArray(
                        "parents",
                        String.class,
                        column(devices, device -> device.parent().map(DeviceId::value).orElse("")))
                .bind("now", now)
                .execute();
        List<String> hashes = new ArrayList<>();
        List<String> owners = new ArrayList<>();
        for (Device device : devices) {
            for (String hash : device.credentials().tokenHashes()) {
                hashes.add(hash);
                owners.add(device.id().value());
            }
        }
        handle.createUpdate(
                        "insert into device_token (hash, device, created_at) select hash, owner,"
                                + " :now from unnest(:hashes, :owners) as r (hash, owner)")
                .bindArray("hashes", String.class, hashes)
                .bindArray("owners", String.class, owners)
                .bind("now", now)
                .execute();
    }

    private static <T> List<T> column(List<Device> devices, Function<Device, T> value) {
        return devices.stream().map(value).toList();
    }

    private record Degrees(double lon, double lat) {}

    private static Degrees at(Device device) {
        return switch (device.location()) {
            case Location.At at -> new Degrees(at.lon(), at.lat());
            case Location.Unknown unknown -> new Degrees(Double.NaN, Double.NaN);
        };
    }

    private static String attributes(Device device) {
        return JSON.valueToTree(device.attributes()).toString();
    }

    /** Writes all but the tokens. */
    static void update(Handle handle, Device device, Instant now) {
        PreparedBatch row =
                handle.prepareBatch(
                        "update device set profile = :profile, name = :name, lon = :lon, lat ="
                            + " :lat, tags = :tags, attributes = :attributes::jsonb, disabled ="
                            + " :disabled, sealed_psk = :psk, updated_at = :now where id = :id");
        bind(row, device, now.atOffset(ZoneOffset.UTC));
        row.add();
        row.execute();
    }

    private static void bind(PreparedBatch row, Device device, OffsetDateTime now) {
        row.bind("id", device.id().value())
                .bind("profile", device.profile())
                .bind("name", device.name())
                .bindArray("tags", String.class, device.tags())
                .bind("attributes", attributes(device))
                .bind("disabled", device.disabled())
                .bind("psk", device.credentials().sealedPsk())
                .bind("now", now);
        switch (device.location()) {
            case Location.At at -> row.bind("lon", at.lon()).bind("lat", at.lat());
            case Location.Unknown unknown ->
                    row.bindNull("lon", Types.DOUBLE).bindNull("lat", Types.DOUBLE);
        }
    }

    static void delete(Handle handle, DeviceId id) {
        handle.execute("delete from device where id = ?", id.value());
    }

    /** Adds a token; those in force end at {@code overlapUntil} unless they end sooner. */
    static void rotate(Handle handle, DeviceId id, String hash, Instant now, Instant overlapUntil) {
        handle.createUpdate(
                        "update device_token set expires_at = least(expires_at, :until) where"
                                + " device = :id")
                .bind("until", overlapUntil.atOffset(ZoneOffset.UTC))
                .bind("id", id.value())
                .execute();
        handle.createUpdate(
                        "insert into device_token (hash, device, created_at) values (:hash, :id,"
                                + " :now)")
                .bind("hash", hash)
                .bind("id", id.value())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** How many tokens of a device are in force. */
    static int countTokens(Handle handle, DeviceId id, Instant now) {
        return handle.createQuery(
                        "select count(*) from device_token where device = :id and (expires_at is"
                                + " null or expires_at > :now)")
                .bind("id", id.value())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .mapTo(Integer.class)
                .one();
    }

    /** Whether a token has come to its end. */
    static boolean anyExpired(Handle handle, Instant now) {
        return handle.createQuery(
                        "select exists (select from device_token where expires_at <= :now)")
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .mapTo(Boolean.class)
                .one();
    }

    /** Deletes the tokens that have come to their end and tells whose they were. */
    static List<DeviceId> deleteExpired(Handle handle, Instant now) {
        return handle.createQuery(
                        "with gone as (delete from device_token where expires_at <= :now returning"
                                + " device) select distinct device from gone order by device")
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .mapTo(String.class)
                .map(DeviceId::new)
                .list();
    }

    private static Device map(ResultSet row, StatementContext ctx) throws SQLException {
        double lon = row.getDouble("lon");
        boolean placed = !row.wasNull();
        return new Device(
                new DeviceId(row.getString("id")),
                row.getString("profile"),
                row.getString("name"),
                placed ? new Location.At(lon, row.getDouble("lat")) : new Location.Unknown(),
                strings(row.getArray("tags")),
                attributes(row.getString("attributes")),
                row.getBoolean("disabled"),
                new Credentials(strings(row.getArray("hashes")), row.getString("sealed_psk")),
                Optional.ofNullable(row.getString("parent")).map(DeviceId::new));
    }

    private static List<String> strings(Array array) throws SQLException {
        List<String> values = new ArrayList<>();
        for (Object value : (Object[]) array.getArray()) {
            values.add((String) value);
        }
        return values;
    }

    private static SortedMap<String, String> attributes(String json) {
        try {
            SortedMap<String, String> attributes = new TreeMap<>();
            for (Map.Entry<String, JsonNode> entry : JSON.readTree(json).properties()) {
                attributes.put(entry.getKey(), entry.getValue().asText());
            }
            return attributes;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL returned jsonb that is not JSON", e);
        }
    }

    /** Devices by their ids. */
    static Map<DeviceId, Device> require(Handle handle, Collection<DeviceId> ids) {
        Map<DeviceId, Device> devices = new LinkedHashMap<>();
        for (DeviceId id : ids) {
            find(handle, id).ifPresent(device -> devices.put(id, device));
        }
        return devices;
    }
}
