// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.identity;

import org.jspecify.annotations.Nullable;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.GatewayEvents;
import org.lamplighter.log.Change;
import org.lamplighter.log.Topic;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.registry.Device;

/**
 * Applies the records of the registry's feed. One thread; total: a record that cannot be used is an
 * event and changes nothing.
 */
final class RegistryChanges {
    private final DeviceDirectory devices;
    private final TopicRules topics;
    private final TopicReader topicReader;
    private final GatewayEvents events;

    RegistryChanges(
            DeviceDirectory devices,
            TopicRules topics,
            TopicReader topicReader,
            GatewayEvents events) {
        this.devices = devices;
        this.topics = topics;
        this.topicReader = topicReader;
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
                remove(topic, key, Long.MAX_VALUE);
            } else {
                apply(topic, Change.parse(value));
            }
        } catch (IllegalArgumentException e) {
            skip(topic, key, String.valueOf(e.getMessage()));
        }
    }

    private void apply(Topic topic, Change change) {
        switch (change.effect()) {
            case Change.Effect.Delete delete -> remove(topic, change.key(), change.version());
            case Change.Effect.Put put when topic == Topic.DEVICES -> {
                Device device = Device.parse(put.body());
                if (!devices.put(Identity.of(device, change.version()))) {
                    skip(topic, change.key(), "more than " + DeviceDirectory.MAX_DEVICES);
                }
            }
            case Change.Effect.Put put -> {
                String yaml = put.body().path("yaml").asText("");
                if (!topics.put(change.key(), change.version(), topicReader.topicsOf(yaml))) {
                    skip(topic, change.key(), "more than " + TopicRules.MAX_PROFILES);
                }
            }
        }
    }

    private void remove(Topic topic, String key, long version) {
        if (topic == Topic.DEVICES) {
            devices.remove(new DeviceId(key), version);
        } else {
            topics.remove(key);
        }
    }

    private void skip(Topic topic, String key, String why) {
        events.emit(new GatewayEvent.RegistryRecordSkipped(topic.name(""), key, why));
    }
}
