// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.reading.DeviceId;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A registered device, as gateway and jobs know it: the body of a device change.
 *
 * <p>A <em>child</em> is a device that never sends frames itself: the frames of its parent tell its
 * readings. It has no credentials.
 *
 * @param id its id
 * @param profile the id of its profile
 * @param name what people call it; may be empty
 * @param location where it is
 * @param tags labels for scopes, sorted
 * @param attributes further columns such as {@code drainage_main} or {@code tilt_background}, as
 *     text, by name
 * @param disabled whether it is refused at the gateway
 * @param credentials what it proves itself with; {@link Credentials#NONE} where they are not told
 *     (in {@code frames})
 * @param parent the device whose frames tell this one's readings, if it is a child; {@link
 *     ChildName} says what its id then is
 */
public record Device(
        DeviceId id,
        String profile,
        String name,
        Location location,
        List<String> tags,
        SortedMap<String, String> attributes,
        boolean disabled,
        Credentials credentials,
        Optional<DeviceId> parent) {
    public Device {
        tags = tags.stream().sorted().distinct().toList();
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /** A device that sends its own frames. */
    public Device(
            DeviceId id,
            String profile,
            String name,
            Location location,
            List<String> tags,
            SortedMap<String, String> attributes,
            boolean disabled,
            Credentials credentials) {
        this(
                id,
                profile,
                name,
                location,
                tags,
                attributes,
                disabled,
                credentials,
                Optional.empty());
    }

    /** This device without its credentials, for the log that many may read. */
    public Device withoutCredentials() {
        return new Device(
                id, profile, name, location, tags, attributes, disabled, Credentials.NONE, parent);
    }

    /** The device whose frames tell this one's readings: its parent, or itself. */
    public DeviceId home() {
        return parent.orElse(id);
    }

    public ObjectNode toJson() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", id.value());
        parent.ifPresent(device -> node.put("parent", device.value()));
        node.put("profile", profile);
        node.put("name", name);
        switch (location) {
            case Location.Unknown unknown -> {}
            case Location.At at ->
                    node.putObject("location").put("lon", at.lon()).put("lat", at.lat());
        }
        tags.forEach(node.putArray("tags")::add);
        ObjectNode attributesNode = node.putObject("attributes");
        attributes.forEach(attributesNode::put);
        node.put("disabled", disabled);
        if (!credentials.equals(Credentials.NONE)) {
            node.set("credentials", credentials.toJson());
        }
        return node;
    }

    /**
     * Reads {@link #toJson()} back.
     *
     * @throws IllegalArgumentException if the id or the parent's is none
     */
    public static Device parse(JsonNode node) {
        List<String> tags = new ArrayList<>();
        node.path("tags").forEach(tag -> tags.add(tag.asText()));
        SortedMap<String, String> attributes = new TreeMap<>();
        node.path("attributes")
                .properties()
                .forEach(entry -> attributes.put(entry.getKey(), entry.getValue().asText()));
        JsonNode place = node.path("location");
        return new Device(
                new DeviceId(node.path("id").asText()),
                node.path("profile").asText(),
                node.path("name").asText(""),
                place.isObject()
                        ? new Location.At(
                                place.path("lon").asDouble(), place.path("lat").asDouble())
                        : new Location.Unknown(),
                tags,
                attributes,
                node.path("disabled").asBoolean(),
                Credentials.parse(node.path("credentials")),
                node.path("parent").isTextual()
                        ? Optional.of(new DeviceId(node.path("parent").asText()))
                        : Optional.empty());
    }
}
