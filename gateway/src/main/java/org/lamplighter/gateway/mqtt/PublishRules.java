// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.mqtt;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;

import org.jspecify.annotations.Nullable;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.gateway.identity.Identity;
import org.lamplighter.gateway.identity.TopicRules;
import org.lamplighter.gateway.transport.OnEventLoop;
import org.lamplighter.reading.Payload;

/**
 * Judges a connection's publishes and keeps its topic aliases (MQTT 5 section 3.3.2.3.4): at most
 * sixteen topics of at most {@link MqttLimits#MAX_TOPIC} characters.
 */
@OnEventLoop
final class PublishRules {
    /** What a publish is. */
    sealed interface Verdict {
        /** A frame with this channel. */
        record Frame(String channel) implements Verdict {}

        /** No frame. */
        record Refused(IngestFault fault) implements Verdict {}
    }

    /** The MQTT 5 user property that names a channel. */
    static final String CHANNEL = "channel";

    private final TopicRules topics;
    private final boolean mqtt5;
    private @Nullable String @Nullable [] aliases;

    PublishRules(TopicRules topics, boolean mqtt5) {
        this.topics = topics;
        this.mqtt5 = mqtt5;
    }

    Verdict judge(MqttPublishMessage publish, Identity sender) {
        MqttPublishVariableHeader header = publish.variableHeader();
        if (publish.fixedHeader().qosLevel() == MqttQoS.EXACTLY_ONCE) {
            return new Verdict.Refused(IngestFault.QOS_NOT_SUPPORTED);
        }
        if (publish.content().readableBytes() > Payload.MAX_LENGTH) {
            return new Verdict.Refused(IngestFault.TOO_LARGE);
        }
        if (!mqtt5) {
            // a retained publish of an old client is taken as a plain one: nobody could ask for it
            return judgeTopic(header.topicName(), header.topicName(), sender);
        }
        if (publish.fixedHeader().isRetain()) {
            return new Verdict.Refused(IngestFault.RETAIN_NOT_SUPPORTED);
        }
        MqttProperties properties = header.properties();
        if (properties.isEmpty()) {
            return judgeTopic(header.topicName(), header.topicName(), sender);
        }
        return judgeProperties(header.topicName(), properties, sender);
    }

    private Verdict judgeProperties(String name, MqttProperties properties, Identity sender) {
        if (Handshake.userProperties(properties) > MqttLimits.MAX_USER_PROPERTIES) {
            return new Verdict.Refused(IngestFault.TOO_MANY_PROPERTIES);
        }
        if (properties.getProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER) != null) {
            return new Verdict.Refused(IngestFault.PROTOCOL_ERROR);
        }
        String topic = name;
        if (properties.getProperty(MqttProperties.TOPIC_ALIAS)
                instanceof MqttProperties.IntegerProperty alias) {
            @Nullable String resolved = resolveAlias(alias.value(), name);
            if (resolved == null) {
                return new Verdict.Refused(IngestFault.TOPIC_ALIAS_INVALID);
            }
            topic = resolved;
        }
        return judgeTopic(topic, channelOf(properties, topic), sender);
    }

    private Verdict judgeTopic(String topic, String channel, Identity sender) {
        if (topic.isEmpty()) {
            return new Verdict.Refused(IngestFault.PROTOCOL_ERROR);
        }
        return topic.length() <= MqttLimits.MAX_TOPIC && topics.allow(sender, topic)
                ? new Verdict.Frame(channel)
                : new Verdict.Refused(IngestFault.TOPIC_NOT_ALLOWED);
    }

    private @Nullable String resolveAlias(int alias, String name) {
        if (alias < 1 || alias > MqttLimits.MAX_TOPIC_ALIASES) {
            return null;
        }
        if (aliases == null) {
            aliases = new String[MqttLimits.MAX_TOPIC_ALIASES];
        }
        if (!name.isEmpty() && name.length() <= MqttLimits.MAX_TOPIC) {
            aliases[alias - 1] = name;
        }
        return name.isEmpty() ? aliases[alias - 1] : name;
    }

    private static String channelOf(MqttProperties properties, String topic) {
        for (MqttProperties.MqttProperty<?> each :
                properties.getProperties(MqttProperties.USER_PROPERTY)) {
            if (each.value() instanceof MqttProperties.StringPair pair
                    && pair.key.equals(CHANNEL)) {
                return pair.value;
            }
        }
        return topic;
    }
}
