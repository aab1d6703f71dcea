// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.bridge;

import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.gateway.event.Input;
import org.lamplighter.gateway.identity.Identity;
import org.lamplighter.gateway.intake.Outcome;
import org.lamplighter.profile.TopicPattern;
import org.lamplighter.reading.DeviceId;

import java.util.Optional;
import java.util.function.Consumer;

/** The path of a message from a broker: whose it is, and on to the intake. Never blocks. */
final class BridgedMessages {
    private final BridgeServices services;
    private final Input input;
    private final TopicPattern pattern;

    BridgedMessages(BridgeServices services, BridgeConfig config) {
        this.services = services;
        this.input = config.input();
        this.pattern = config.topic();
    }

    /**
     * Takes a message.
     *
     * @param channel what the frame's channel is to be
     * @param done called exactly once, on any thread, perhaps before this returns
     */
    void take(String topic, String channel, byte[] payload, Consumer<Outcome> done) {
        Optional<String> named = pattern.findDevice(topic);
        if (named.isEmpty() || !DeviceId.isValid(named.get())) {
            done.accept(
                    services.intake()
                            .refuse(input, abbreviate(topic), IngestFault.TOPIC_NOT_ALLOWED));
            return;
        }
        DeviceId device = new DeviceId(named.get());
        Optional<IngestFault> fault = judge(services.devices().find(device));
        if (fault.isPresent()) {
            done.accept(services.intake().refuse(input, device, fault.get()));
        } else {
            services.intake().take(input, device, channel, payload, done);
        }
    }

    private static Optional<IngestFault> judge(Optional<Identity> device) {
        if (device.isEmpty()) {
            return Optional.of(IngestFault.UNKNOWN_DEVICE);
        }
        return device.get().disabled()
                ? Optional.of(IngestFault.DEVICE_DISABLED)
                : Optional.empty();
    }

    /** Whether the broker should deliver it again. */
    static boolean isForNow(Outcome outcome) {
        return outcome instanceof Outcome.Refused refused
                && switch (refused.fault()) {
                    case LOG_UNAVAILABLE, GATEWAY_FULL, STOPPING, REGISTRY_NOT_READY -> true;
                    default -> false;
                };
    }

    private static String abbreviate(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
