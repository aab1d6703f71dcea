// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.identity;

import org.lamplighter.gateway.RecordingEvents;
import org.lamplighter.log.Change;
import org.lamplighter.log.Topic;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.registry.Credentials;
import org.lamplighter.registry.Device;
import org.lamplighter.registry.Location;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/** A directory filled through the records of the feed. */
public final class KnownDevices {
    public final DeviceDirectory directory = new DeviceDirectory();
    public final TopicRules topics = new TopicRules();
    public final RecordingEvents events = new RecordingEvents();
    private final RegistryChanges changes = new RegistryChanges(directory, topics, events);
    private long version;

    /** A complete directory of these devices, each with the token {@code secret-<id>}. */
    public static KnownDevices of(String... ids) {
        KnownDevices known = new KnownDevices();
        for (String id : ids) {
            known.put(id, false, tokenOf(id));
        }
        known.directory.complete();
        return known;
    }

    public static String tokenOf(String id) {
        return "secret-" + id;
    }

    public void put(String id, boolean disabled, String... tokens) {
        put(id, "generic-manhole-cover", ++version, disabled, tokens);
    }

    public void put(
            String id, String profile, long withVersion, boolean disabled, String... tokens) {
        byte[] json = deviceChange(id, profile, withVersion, disabled, tokens).toJson();
        changes.apply(Topic.DEVICES, id, json);
    }

    /** A device that is known by DTLS alone. */
    public void putSealed(String id, boolean disabled, String sealedPsk) {
        changes.apply(Topic.DEVICES, id, sealedChange(id, disabled, sealedPsk));
    }

    /** What the desk publishes of a device that is known by DTLS alone. */
    public byte[] sealedChange(String id, String sealedPsk) {
        return sealedChange(id, false, sealedPsk);
    }

    private byte[] sealedChange(String id, boolean disabled, String sealedPsk) {
        Device device = device(id, "generic-manhole-cover", disabled, List.of(), sealedPsk);
        return new Change(Change.Kind.DEVICE, id, ++version, new Change.Effect.Put(device.toJson()))
                .toJson();
    }

    /** Lets the devices publish to a topic that their profile names. */
    public void declareTopic(String pattern) {
        String yaml =
                """
                profile: generic-manhole-cover
                kind: manhole-cover
                vendor: generic
                model: m
                report: { every: 24h }
                topics: [ '%s' ]
                points: { tilt: { unit: deg } }
                layout: { json: { sequence: seq, time: time } }
                examples: [ { title: a, text: '{}', points: {} } ]
                """
                        .formatted(pattern);
        String json =
                """
                {"kind":"profile","key":"generic-manhole-cover","version":9,
                 "body":{"id":"generic-manhole-cover","yaml":"%s"}}\
                """
                        .formatted(yaml.replace("\n", "\\n"));
        apply(Topic.PROFILES, "generic-manhole-cover", json);
    }

    public void remove(String id) {
        changes.apply(Topic.DEVICES, id, null);
    }

    public void apply(Topic topic, String key, String json) {
        changes.apply(topic, key, json.getBytes(StandardCharsets.UTF_8));
    }

    public static Change deviceChange(
            String id, String profile, long version, boolean disabled, String... tokens) {
        List<String> hashes = List.of(tokens).stream().map(Credentials::hashOf).toList();
        Device device = device(id, profile, disabled, hashes, "");
        return new Change(Change.Kind.DEVICE, id, version, new Change.Effect.Put(device.toJson()));
    }

    private static Device device(
            String id, String profile, boolean disabled, List<String> hashes, String sealedPsk) {
        return new Device(
                new DeviceId(id),
                profile,
                "",
                new Location.Unknown(),
                List.of(),
                new TreeMap<>(),
                disabled,
                new Credentials(hashes, sealedPsk));
    }
}
