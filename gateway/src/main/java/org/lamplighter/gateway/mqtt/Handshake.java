// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.mqtt;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttVersion;

import org.jspecify.annotations.Nullable;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.gateway.identity.Admission;
import org.lamplighter.gateway.identity.DeviceDirectory;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** Judges a CONNECT (MQTT 5 section 3.1, MQTT 3.1.1 section 3.1). Pure but for the directory. */
final class Handshake {
    /** What is answered. */
    sealed interface Decision {
        /**
         * Let in.
         *
         * @param client what was agreed with it
         * @param will whether it left a will
         */
        record Accepted(Admission.Admitted admission, Client client, boolean will)
                implements Decision {}

        /** Turned away. */
        record Refused(IngestFault fault) implements Decision {}
    }

    private static final int AT_MOST_QOS = 1;

    private final DeviceDirectory devices;
    private final MqttLimits limits;

    Handshake(DeviceDirectory devices, MqttLimits limits) {
        this.devices = devices;
        this.limits = limits;
    }

    Decision decide(MqttConnectMessage connect) {
        MqttConnectVariableHeader header = connect.variableHeader();
        MqttConnectPayload payload = connect.payload();
        boolean mqtt5 = header.version() == MqttVersion.MQTT_5.protocolLevel();
        Optional<IngestFault> fault = faultOf(header, payload, mqtt5);
        if (fault.isPresent()) {
            return new Decision.Refused(fault.get());
        }
        return switch (admit(payload)) {
            case Admission.Refused refused -> new Decision.Refused(refused.fault());
            case Admission.Admitted admitted ->
                    new Decision.Accepted(
                            admitted, client(header, payload, mqtt5), header.isWillFlag());
        };
    }

    private static Optional<IngestFault> faultOf(
            MqttConnectVariableHeader header, MqttConnectPayload payload, boolean mqtt5) {
        String clientId = payload.clientIdentifier();
        if (clientId.getBytes(StandardCharsets.UTF_8).length > MqttLimits.MAX_CLIENT_ID
                || (clientId.isEmpty() && !mqtt5 && !header.isCleanSession())) {
            return Optional.of(IngestFault.CLIENT_ID_REFUSED);
        }
        if (!mqtt5) {
            return Optional.empty();
        }
        MqttProperties properties = header.properties();
        if (properties.getProperty(MqttProperties.AUTHENTICATION_METHOD) != null) {
            return Optional.of(IngestFault.AUTHENTICATION_METHOD);
        }
        if (userProperties(properties) > MqttLimits.MAX_USER_PROPERTIES
                || userProperties(payload.willProperties()) > MqttLimits.MAX_USER_PROPERTIES) {
            return Optional.of(IngestFault.TOO_MANY_PROPERTIES);
        }
        if (header.isWillFlag() && header.willQos() > AT_MOST_QOS) {
            return Optional.of(IngestFault.QOS_NOT_SUPPORTED);
        }
        if (header.isWillFlag() && header.isWillRetain()) {
            return Optional.of(IngestFault.RETAIN_NOT_SUPPORTED);
        }
        return Optional.empty();
    }

    private Admission admit(MqttConnectPayload payload) {
        @Nullable String user = payload.userName();
        byte @Nullable [] password = payload.passwordInBytes();
        if (user == null || user.isEmpty()) {
            return new Admission.Refused(IngestFault.NO_CREDENTIALS);
        }
        return password == null || password.length == 0
                ? devices.admit(user)
                : devices.admit(user, password);
    }

    private Client client(
            MqttConnectVariableHeader header, MqttConnectPayload payload, boolean mqtt5) {
        boolean nameless = payload.clientIdentifier().isEmpty();
        String id = nameless ? UUID.randomUUID().toString() : payload.clientIdentifier();
        int longest = (int) limits.maxKeepAlive().toSeconds();
        int asked = header.keepAliveTimeSeconds();
        boolean ownKeepAlive = asked > 0 && asked <= longest;
        return new Client(
                id,
                mqtt5,
                nameless,
                ownKeepAlive ? asked : longest,
                !ownKeepAlive,
                mqtt5
                        && integer(header.properties(), MqttProperties.SESSION_EXPIRY_INTERVAL, 0)
                                != 0,
                !mqtt5
                        || integer(
                                        header.properties(),
                                        MqttProperties.REQUEST_PROBLEM_INFORMATION,
                                        1)
                                != 0);
    }

    static int userProperties(@Nullable MqttProperties properties) {
        return properties == null
                ? 0
                : properties.getProperties(MqttProperties.USER_PROPERTY).size();
    }

    static int integer(MqttProperties properties, int id, int otherwise) {
        return properties.getProperty(id) instanceof MqttProperties.IntegerProperty property
                ? property.value()
                : otherwise;
    }
}
