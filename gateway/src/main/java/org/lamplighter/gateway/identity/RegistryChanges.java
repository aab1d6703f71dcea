// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.identity;

import org.jspecify.annotations.Nullable;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.GatewayEvents;
import org.lamplighter.log.Change;
import org.lamplighter.log.Topic;
import org.lamplighter.profile.ProfileParser;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.registry.Device;

/**
 * Applies the records of the registry's feed. One thread; total: a record that cannot be used is an
 * event and changes nothing.
 */
final class RegistryChanges {
    private final DeviceDirectory devices;
    private final TopicRules topics;
    private final GatewayEvents events;

    RegistryChanges(DeviceDirectory devices, TopicRules topics, GatewayEvents events) {
        this.devices = devices;
        this.topics = topics;
        this.events = events;
    }

    /**
     * Applies one record.
     *
     * @param value null for a tombstone, which ends whatever the key had
     */
    void apply(Topic topic, String key, byte @Nullable [] value) {
        try {
            if (value == null) {
                remove(topic, key);
            } else {
                apply(topic, Change.parse(value));
            }
        } catch (RuntimeException e) {
            // one record must not end the feed, whatever is wrong with it
            skip(topic, key, String.valueOf(e.getMessage()));
        }
    }

    private void apply(Topic topic, Change change) {
        switch (change.effect()) {
            case Change.Effect.Delete delete -> remove(topic, change.key(), change.version());
            case Change.Effect.Put put when topic == Topic.DEVICES -> {
                Device device = Device.parse(put.body());
                if (device.parent().isPresent()) {
                    // a child never sends; what had its id before does so no more
                    if (devices.find(device.id()).isPresent()) {
                        devices.remove(device.id(), change.version());
                    }
                } else if (!devices.put(Identity.of(device, change.version()))) {
                    skip(
                            topic,
                            change.key(),
                            "the gateway knows "
                                    + devices.maxDevices()
                                    + " devices, which is its bound; remove devices that send no"
                                    + " more and change this one again");
                }
            }
            case Change.Effect.Put put ->
                    putProfile(
                            topic,
                            change.key(),
                            change.version(),
                            put.body().path("yaml").asText(""));
        }
    }

    private void putProfile(Topic topic, String id, long version, String yaml) {
        ProfileParser.DeclaredTopics declared = ProfileParser.topics(id, yaml);
        if (!declared.issues().isEmpty()) {
            skip(topic, id, declared.issues().getFirst().toString());
        } else if (!topics.put(id, version, declared.topics())) {
            skip(
                    topic,
                    id,
                    "the gateway knows "
                            + topics.maxProfiles()
                            + " profiles, which is its bound; remove profiles that no device has"
                            + " and change this one again");
        }
    }

    private void remove(Topic topic, String key, long version) {
        if (topic == Topic.DEVICES) {
            devices.remove(new DeviceId(key), version);
        } else {
            topics.remove(key);
        }
    }

    private void remove(Topic topic, String key) {
        if (topic == Topic.DEVICES) {
            devices.remove(new DeviceId(key));
        } else {
            topics.remove(key);
        }
    }

    private void skip(Topic topic, String key, String why) {
        events.emit(new GatewayEvent.RegistryRecordSkipped(topic.name(""), key, why));
    }
}
