// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.mqtt;

import org.jspecify.annotations.Nullable;
import org.lamplighter.reading.DeviceId;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which connection holds which client id of which device. Thread-safe; bounded by the number of
 * connections.
 *
 * <p>A client id belongs to the device that uses it: the same id of another device is another
 * session, so nobody can take over a stranger's connection.
 */
public final class Sessions {
    /** What became of a claim. */
    sealed interface Claim {
        /** The id is held now; another connection that held it must go. */
        record Held(Optional<MqttConnection> displaced) implements Claim {}

        /** The device has as many connections as it may. */
        record Full() implements Claim {}
    }

    private record Key(DeviceId device, String clientId) {}

    private final Map<Key, MqttConnection> holders = new ConcurrentHashMap<>();
    private final Map<DeviceId, Integer> counts = new ConcurrentHashMap<>();

    Claim claim(DeviceId device, String clientId, MqttConnection connection, int most) {
        Key key = new Key(device, clientId);
        if (counts.merge(device, 1, Integer::sum) > most && !holders.containsKey(key)) {
            leave(device);
            return new Claim.Full();
        }
        @Nullable MqttConnection before = holders.put(key, connection);
        return new Claim.Held(Optional.ofNullable(before));
    }

    /** Ends a claim that was held. */
    void release(DeviceId device, String clientId, MqttConnection connection) {
        holders.remove(new Key(device, clientId), connection);
        leave(device);
    }

    private void leave(DeviceId device) {
        counts.computeIfPresent(device, (key, count) -> count == 1 ? null : count - 1);
    }
}
