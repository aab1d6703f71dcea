// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;
import org.lamplighter.gateway.event.CloseReason;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.gateway.event.Input;
import org.lamplighter.gateway.identity.Admission;
import org.lamplighter.gateway.intake.Outcome;
import org.lamplighter.gateway.transport.Farewell;
import org.lamplighter.gateway.transport.Loops;
import org.lamplighter.gateway.transport.OnEventLoop;
import org.lamplighter.gateway.transport.Patrolled;
import org.lamplighter.reading.DeviceId;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One MQTT connection, from its first byte to its end.
 *
 * <p>Publishes go to the intake at once and are answered in their order when they are kept. While a
 * connection has as many in flight as it may, or the gateway as a whole is full, it is not read; a
 * connection with nothing in flight is always read, so its pings are answered whatever the log
 * does.
 */
// a write or close that fails ends the connection, and that is seen as such
@SuppressWarnings("FutureReturnValueIgnored")
@OnEventLoop
final class MqttConnection extends ChannelInboundHandlerAdapter implements Patrolled {
    /** Where the connection stands. */
    private sealed interface Phase {
        /** Nothing but a CONNECT is taken. */
        record Waiting(long since) implements Phase {}

        /** Connected. */
        record Open(PublishRules rules, ReadGate gate) implements Phase {}

        /** Told to go; what it sends is dropped. */
        record Ending(long since) implements Phase {}
    }

    private final MqttServices services;
    private final PacketGuard guard;
    private final AtomicBoolean answering = new AtomicBoolean();
    private final AckQueue publishes = new AckQueue(this::answerSoon);
    private Phase phase = new Phase.Waiting(0);
    private Client client = Client.UNKNOWN;
    private Admission.@Nullable Admitted admission;
    private @Nullable ChannelHandlerContext context;
    private CloseReason ending = CloseReason.CLIENT_GONE;
    private long lastHeard;
    private boolean stopping;

    MqttConnection(MqttServices services, PacketGuard guard) {
        this.services = services;
        this.guard = guard;
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("a connection does nothing before it is active");
        }
        return context;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        lastHeard = services.patrols().now();
        phase = new Phase.Waiting(lastHeard);
        services.patrols().add(ctx.channel().eventLoop(), this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        phase = new Phase.Ending(lastHeard);
        services.patrols().remove(ctx.channel().eventLoop(), this);
        if (admission != null) {
            services.sessions().release(admission.identity().device(), client.id(), this);
        }
        services.events().emit(new GatewayEvent.ConnectionClosed(Input.MQTT, ending));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            lastHeard = services.patrols().now();
            MqttMessage packet = (MqttMessage) message;
            switch (phase) {
                case Phase.Ending already -> {}
                case Phase.Waiting waiting when packet.decoderResult().isFailure() ->
                        refuseMalformedConnect(packet.decoderResult().cause());
                case Phase.Waiting waiting when packet instanceof MqttConnectMessage connect ->
                        connect(connect);
                case Phase.Waiting waiting -> refuse(IngestFault.PROTOCOL_ERROR, false);
                case Phase.Open open when packet.decoderResult().isFailure() ->
                        fault(IngestFault.MALFORMED);
                case Phase.Open open -> receive(packet, open);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof PacketGuard.BadPacket bad)) {
            ctx.fireUserEventTriggered(event);
            return;
        }
        switch (phase) {
            case Phase.Waiting waiting -> {
                services.events()
                        .emit(
                                new GatewayEvent.ConnectionRefused(
                                        Input.MQTT, address(), bad.fault()));
                close(CloseReason.REFUSED);
            }
            case Phase.Open open when bad.publish() -> refuseFrame(bad.fault());
            case Phase.Open open -> fault(bad.fault());
            case Phase.Ending already -> {}
        }
    }

    // ---- connecting

    private void connect(MqttConnectMessage connect) {
        Handshake handshake = new Handshake(services.devices(), services.limits());
        switch (handshake.decide(connect)) {
            case Handshake.Decision.Refused refused ->
                    refuse(refused.fault(), connect.variableHeader().version() == 5);
            case Handshake.Decision.Accepted accepted -> open(accepted);
        }
    }

    private void open(Handshake.Decision.Accepted accepted) {
        DeviceId device = accepted.admission().identity().device();
        int most = services.limits().connectionsPerDevice();
        Sessions.Claim claim =
                services.sessions().claim(device, accepted.client().id(), this, most);
        switch (claim) {
            case Sessions.Claim.Full full ->
                    refuse(IngestFault.TOO_MANY_CONNECTIONS, accepted.client().mqtt5());
            case Sessions.Claim.Held held -> {
                held.displaced().ifPresent(MqttConnection::takenOver);
                client = accepted.client();
                admission = accepted.admission();
                phase =
                        new Phase.Open(
                                new PublishRules(services.topics(), client.mqtt5()),
                                new ReadGate(services, context().channel(), publishes));
                if (accepted.will()) {
                    services.events().emit(new GatewayEvent.WillIgnored(device));
                }
                context().writeAndFlush(Replies.accepted(client, services.limits()));
            }
        }
    }

    private void refuseMalformedConnect(Throwable cause) {
        if (cause instanceof MqttUnacceptableProtocolVersionException) {
            refuse(IngestFault.PROTOCOL_VERSION, false);
        } else {
            services.events()
                    .emit(
                            new GatewayEvent.ConnectionRefused(
                                    Input.MQTT, address(), IngestFault.MALFORMED));
            close(CloseReason.REFUSED);
        }
    }

    /** Answers a CONNECT with a refusal, or anything else before it with the end. */
    private void refuse(IngestFault fault, boolean mqtt5) {
        services.events().emit(new GatewayEvent.ConnectionRefused(Input.MQTT, address(), fault));
        if (fault == IngestFault.PROTOCOL_ERROR) {
            close(CloseReason.REFUSED);
        } else {
            end(CloseReason.REFUSED, Replies.refused(fault, mqtt5));
        }
    }

    /** Called on the loop of the connection that takes over. */
    private void takenOver() {
        context().executor().execute(() -> end(Goodbye.TAKEN_OVER));
    }

    // ---- connected

    private void receive(MqttMessage packet, Phase.Open open) {
        switch (packet.fixedHeader().messageType()) {
            case PUBLISH -> publish((MqttPublishMessage) packet, open);
            case PINGREQ -> context().writeAndFlush(Replies.pong());
            case DISCONNECT -> close(CloseReason.CLIENT_LEFT);
            case SUBSCRIBE -> {
                MqttSubscribeMessage subscribe = (MqttSubscribeMessage) packet;
                int topics = subscribe.payload().topicSubscriptions().size();
                int id = subscribe.variableHeader().messageId();
                context().writeAndFlush(Replies.noSubscriptions(id, topics, client));
            }
            case UNSUBSCRIBE -> {
                MqttUnsubscribeMessage unsubscribe = (MqttUnsubscribeMessage) packet;
                int topics = unsubscribe.payload().topics().size();
                int id = unsubscribe.variableHeader().messageId();
                context().writeAndFlush(Replies.noSubscriptionExisted(id, topics, client));
            }
            case PUBREL -> {
                int id = ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
                context().writeAndFlush(Replies.released(id, client));
            }
            case CONNECT, CONNACK, PUBACK, PUBREC, PUBCOMP, SUBACK, UNSUBACK, PINGRESP, AUTH ->
                    fault(IngestFault.PROTOCOL_ERROR);
        }
    }

    private void publish(MqttPublishMessage publish, Phase.Open open) {
        if (admission == null) {
            return;
        }
        int id = Math.max(0, publish.variableHeader().packetId());
        switch (open.rules().judge(publish, admission.identity())) {
            case PublishRules.Verdict.Frame frame -> {
                byte[] payload = ByteBufUtil.getBytes(publish.content());
                AckQueue.Publish mine = publishes.add(id, payload.length, lastHeard);
                DeviceId device = admission.identity().device();
                services.intake().take(Input.MQTT, device, frame.channel(), payload, mine);
            }
            case PublishRules.Verdict.Refused refused when refused.fault().endsFrameOnly() -> {
                DeviceId device = admission.identity().device();
                AckQueue.Publish mine = publishes.add(id, 0, lastHeard);
                mine.accept(services.intake().refuse(Input.MQTT, device, refused.fault()));
            }
            case PublishRules.Verdict.Refused refused -> refuseFrame(refused.fault());
        }
        readOrPause();
    }

    private void refuseFrame(IngestFault fault) {
        if (admission != null) {
            services.intake().refuse(Input.MQTT, admission.identity().device(), fault);
        }
        end(Goodbye.forFault(fault));
    }

    /** Called on any thread when a publish has its outcome. */
    private void answerSoon() {
        if (answering.compareAndSet(false, true)) {
            Loops.run(context().executor(), this::answer);
        }
    }

    /** Answers what is settled at the head of the queue, in one write. */
    private void answer() {
        answering.set(false);
        @Nullable ByteBuf acks = null;
        for (@Nullable Outcome head = publishes.headOutcome();
                head != null && phase instanceof Phase.Open;
                head = publishes.headOutcome()) {
            AckQueue.Publish publish = publishes.remove();
            switch (head) {
                case Outcome.Kept kept -> {
                    if (publish.packetId() > 0) {
                        acks = acks == null ? context().alloc().buffer() : acks;
                        Replies.appendSuccess(acks, publish.packetId());
                    }
                }
                case Outcome.Refused refused -> {
                    write(acks);
                    acks = null;
                    answerRefusal(publish, refused.fault());
                }
            }
        }
        write(acks);
        context().flush();
        readOrPause();
        if (stopping && publishes.size() == 0) {
            end(Goodbye.STOPPING);
        }
    }

    private void answerRefusal(AckQueue.Publish publish, IngestFault fault) {
        if (!fault.endsFrameOnly() || !client.mqtt5()) {
            end(Goodbye.forFault(fault));
        } else if (publish.packetId() > 0) {
            write(Replies.refused(publish.packetId(), fault, client));
        }
    }

    private void write(@Nullable Object packet) {
        if (packet != null) {
            context().write(packet, context().voidPromise());
        }
    }

    // ---- flow and deadlines

    private void readOrPause() {
        if (phase instanceof Phase.Open open) {
            open.gate().update();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (phase instanceof Phase.Open open) {
            open.gate().writabilityChanged();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void patrol(long now) {
        long patience = services.limits().ackTimeout().toNanos();
        switch (phase) {
            case Phase.Waiting waiting -> {
                if (now - waiting.since() > services.limits().connectTimeout().toNanos()) {
                    close(CloseReason.TOO_SLOW);
                }
            }
            case Phase.Open open -> {
                if (publishes.oldestAge(now) > patience) {
                    end(Goodbye.UNACKNOWLEDGED);
                } else if (open.gate().unwritableFor(now) > patience) {
                    close(CloseReason.NOT_READING);
                } else if (open.gate().silence(now, lastHeard) > client.patienceNanos()) {
                    end(Goodbye.KEEP_ALIVE);
                } else {
                    renewAdmission();
                }
            }
            case Phase.Ending already -> {
                if (now - already.since() > Farewell.PATIENCE.toNanos()) {
                    context().close();
                }
            }
        }
    }

    private void renewAdmission() {
        if (admission == null) {
            return;
        }
        switch (admission.renewed(services.devices())) {
            case Admission.Admitted still -> admission = still;
            case Admission.Refused refused -> end(Goodbye.REVOKED);
        }
    }

    @Override
    public void stop() {
        stopping = true;
        switch (phase) {
            case Phase.Waiting waiting -> close(CloseReason.STOPPING);
            case Phase.Open open when publishes.size() == 0 -> end(Goodbye.STOPPING);
            case Phase.Open open -> open.gate().shut();
            case Phase.Ending already -> {}
        }
    }

    // ---- ending

    private void fault(IngestFault fault) {
        if (admission != null) {
            services.events()
                    .emit(
                            new GatewayEvent.ConnectionFaulted(
                                    Input.MQTT, admission.identity().device(), fault));
        }
        end(Goodbye.forFault(fault));
    }

    private void end(Goodbye goodbye) {
        Object last =
                client.mqtt5()
                        ? Replies.disconnect(goodbye.code(), goodbye.text())
                        : Replies.nothing();
        end(goodbye.reason(), last);
    }

    private void end(CloseReason reason, Object lastPacket) {
        if (beginEnding(reason)) {
            Farewell.say(context().channel(), lastPacket);
        }
    }

    private void close(CloseReason reason) {
        if (beginEnding(reason)) {
            context().close();
        }
    }

    private boolean beginEnding(CloseReason reason) {
        if (phase instanceof Phase.Ending) {
            return false;
        }
        phase = new Phase.Ending(services.patrols().now());
        ending = reason;
        guard.discard();
        return true;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        switch (cause) {
            case IOException broken -> close(CloseReason.CLIENT_GONE);
            case DecoderException malformed -> fault(IngestFault.MALFORMED);
            default -> {
                services.events().emit(new GatewayEvent.HandlerFailed(Input.MQTT, cause));
                end(Goodbye.INTERNAL);
            }
        }
    }

    private String address() {
        return context().channel().remoteAddress() instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress()
                : "unknown";
    }
}
