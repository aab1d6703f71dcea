// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.mqtt;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;

import java.util.function.Consumer;

/** Sets up the handlers of a new MQTT connection, in the order that bytes pass them. */
public record MqttPipeline(MqttServices services) implements Consumer<ChannelPipeline> {
    @Override
    public void accept(ChannelPipeline pipeline) {
        PacketGuard guard = new PacketGuard();
        pipeline.addLast(guard)
                .addLast(new MqttDecoder(MqttLimits.MAX_PACKET + MqttLimits.FIXED_HEADER))
                .addLast(MqttEncoder.INSTANCE)
                .addLast(new MqttConnection(services, guard));
    }
}
