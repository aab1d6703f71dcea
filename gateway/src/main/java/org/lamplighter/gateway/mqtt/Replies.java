// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;

import org.lamplighter.gateway.event.IngestFault;

import java.util.Collections;

/** Builds what the gateway sends. Pure. */
final class Replies {
    /** MQTT 5 section 3.9.3: valid, and not accepted here. */
    private static final int NO_SUBSCRIPTIONS_5 = 0x83;

    private static final int NO_SUBSCRIPTIONS_3 = 0x80;
    private static final int NO_SUBSCRIPTION_EXISTED = 0x11;
    private static final int PACKET_ID_NOT_FOUND = 0x92;
    private static final String NO_DOWNLINK =
            "this gateway takes frames only; there is nothing to subscribe to";

    private Replies() {}

    static MqttConnAckMessage accepted(Client client, MqttLimits limits) {
        MqttProperties properties = new MqttProperties();
        if (client.mqtt5()) {
            number(properties, MqttProperties.RECEIVE_MAXIMUM, limits.window());
            number(properties, MqttProperties.MAXIMUM_QOS, 1);
            number(properties, MqttProperties.RETAIN_AVAILABLE, 0);
            number(
                    properties,
                    MqttProperties.MAXIMUM_PACKET_SIZE,
                    MqttLimits.MAX_PACKET + MqttLimits.FIXED_HEADER);
            number(properties, MqttProperties.TOPIC_ALIAS_MAXIMUM, MqttLimits.MAX_TOPIC_ALIASES);
            number(properties, MqttProperties.WILDCARD_SUBSCRIPTION_AVAILABLE, 0);
            number(properties, MqttProperties.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 0);
            number(properties, MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE, 0);
            if (client.assignedId()) {
                text(properties, MqttProperties.ASSIGNED_CLIENT_IDENTIFIER, client.id());
            }
            if (client.serverKeepAlive()) {
                number(properties, MqttProperties.SERVER_KEEP_ALIVE, client.keepAliveSeconds());
            }
            if (client.wantedSession()) {
                number(properties, MqttProperties.SESSION_EXPIRY_INTERVAL, 0);
            }
        }
        return MqttMessageBuilders.connAck()
                .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                .sessionPresent(false)
                .properties(properties)
                .build();
    }

    static MqttConnAckMessage refused(IngestFault fault, boolean mqtt5) {
        MqttProperties properties = new MqttProperties();
        if (mqtt5) {
            text(properties, MqttProperties.REASON_STRING, sentence(fault));
        }
        int code = mqtt5 ? fault.mqtt5() : fault.mqtt3();
        return MqttMessageBuilders.connAck()
                .returnCode(MqttConnectReturnCode.valueOf((byte) code))
                .sessionPresent(false)
                .properties(properties)
                .build();
    }

    /** A PUBACK of MQTT 5 that refuses one frame for good. */
    static MqttMessage refused(int packetId, IngestFault fault, Client client) {
        MqttProperties properties = new MqttProperties();
        if (client.wantsReasons()) {
            text(properties, MqttProperties.REASON_STRING, sentence(fault));
        }
        return MqttMessageBuilders.pubAck()
                .packetId(packetId)
                .reasonCode((byte) fault.mqtt5())
                .properties(properties)
                .build();
    }

    /** Appends a PUBACK that says success, which is the same four bytes in both versions. */
    static void appendSuccess(ByteBuf acks, int packetId) {
        acks.writeShort(0x4002).writeShort(packetId);
    }

    static MqttMessage disconnect(int code, String reason) {
        MqttProperties properties = new MqttProperties();
        text(properties, MqttProperties.REASON_STRING, reason);
        return MqttMessageBuilders.disconnect()
                .reasonCode((byte) code)
                .properties(properties)
                .build();
    }

    /** What an MQTT 3.1.1 client hears when it is cut off: nothing but the end. */
    static ByteBuf nothing() {
        return Unpooled.EMPTY_BUFFER;
    }

    static MqttMessage pong() {
        return MqttMessage.PINGRESP;
    }

    static MqttMessage noSubscriptions(int packetId, int topics, Client client) {
        int code = client.mqtt5() ? NO_SUBSCRIPTIONS_5 : NO_SUBSCRIPTIONS_3;
        return new MqttSubAckMessage(
                header(MqttMessageType.SUBACK),
                new MqttMessageIdAndPropertiesVariableHeader(packetId, reason(client)),
                new MqttSubAckPayload(Collections.nCopies(topics, code)));
    }

    static MqttMessage noSubscriptionExisted(int packetId, int topics, Client client) {
        MqttUnsubAckPayload payload =
                client.mqtt5()
                        ? new MqttUnsubAckPayload(
                                Collections.nCopies(topics, (short) NO_SUBSCRIPTION_EXISTED))
                        : new MqttUnsubAckPayload();
        return new MqttUnsubAckMessage(
                header(MqttMessageType.UNSUBACK),
                new MqttMessageIdAndPropertiesVariableHeader(
                        packetId, MqttProperties.NO_PROPERTIES),
                payload);
    }

    /** Answers the release of a QoS 2 publish that some earlier session left behind. */
    static MqttMessage released(int packetId, Client client) {
        byte code = client.mqtt5() ? (byte) PACKET_ID_NOT_FOUND : 0;
        return new MqttMessage(
                header(MqttMessageType.PUBCOMP),
                new MqttPubReplyMessageVariableHeader(
                        packetId, code, MqttProperties.NO_PROPERTIES));
    }

    static String sentence(IngestFault fault) {
        return fault.title() + "; " + fault.hint();
    }

    private static MqttProperties reason(Client client) {
        MqttProperties properties = new MqttProperties();
        if (client.wantsReasons()) {
            text(properties, MqttProperties.REASON_STRING, NO_DOWNLINK);
        }
        return properties;
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }

    private static void number(MqttProperties properties, int id, int value) {
        properties.add(new MqttProperties.IntegerProperty(id, value));
    }

    private static void text(MqttProperties properties, int id, String value) {
        properties.add(new MqttProperties.StringProperty(id, value));
    }
}
