// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;
import org.lamplighter.gateway.event.CloseReason;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.gateway.event.Input;
import org.lamplighter.gateway.intake.Outcome;
import org.lamplighter.gateway.transport.Farewell;
import org.lamplighter.gateway.transport.Loops;
import org.lamplighter.gateway.transport.OnEventLoop;
import org.lamplighter.gateway.transport.Patrolled;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Payload;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * One HTTP connection: one request at a time, judged by its head, answered when the log has its
 * frame. It is not read while a frame is on its way or while the client does not read its answers.
 */
// a write or close that fails ends the connection, and that is seen as such
@SuppressWarnings("FutureReturnValueIgnored")
@OnEventLoop
final class HttpConnection extends ChannelInboundHandlerAdapter implements Patrolled {
    /** Where the connection stands. */
    private sealed interface Phase {
        /** Between requests; {@code first} before the first one. */
        record Idle(long since, boolean first) implements Phase {}

        /** A body is coming in. */
        record Body(long since, FrameRequest.Accepted request, ByteBuf bytes, boolean keepAlive)
                implements Phase {}

        /** The frame is on its way to the log. */
        record Waiting(long since, boolean keepAlive) implements Phase {}

        /** The last answer was given; what comes is dropped. */
        record Ending(long since) implements Phase {}
    }

    private final HttpServices services;

    /** What was read together with a request that is not answered yet: one read's at most. */
    private final Queue<Object> pipelined = new ArrayDeque<>(0);

    private Phase phase = new Phase.Idle(0, true);
    private CloseReason ending = CloseReason.CLIENT_GONE;
    private boolean stopping;
    private long writabilitySince;
    private @Nullable ChannelHandlerContext context;

    HttpConnection(HttpServices services) {
        this.services = services;
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
        phase = new Phase.Idle(now(), true);
        services.patrols().add(ctx.channel().eventLoop(), this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (phase instanceof Phase.Idle idle && !idle.first()) {
            ending = CloseReason.CLIENT_LEFT;
        }
        phase = become(new Phase.Ending(now()));
        pipelined.forEach(ReferenceCountUtil::release);
        pipelined.clear();
        services.patrols().remove(ctx.channel().eventLoop(), this);
        services.events().emit(new GatewayEvent.ConnectionClosed(Input.HTTP, ending));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (phase instanceof Phase.Ending || (isIdle(ctx) && pipelined.isEmpty())) {
            handle(ctx, message);
        } else {
            pipelined.add(message);
        }
    }

    /** Whether one more request may be answered: the one before is, and its answer has left. */
    private boolean isIdle(ChannelHandlerContext ctx) {
        return !(phase instanceof Phase.Waiting) && ctx.channel().isWritable();
    }

    private void handle(ChannelHandlerContext ctx, Object message) {
        try {
            switch (phase) {
                case Phase.Idle idle when message instanceof HttpRequest request ->
                        begin(ctx, request);
                case Phase.Body body when message instanceof HttpContent content ->
                        add(ctx, body, content);
                // the empty end of a request without a body, or what follows the last answer
                case Phase.Idle idle -> {}
                case Phase.Body body -> {}
                case Phase.Waiting waiting -> {}
                case Phase.Ending already -> {}
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /** Goes on with what came in while the connection was not to be read. */
    private void goOn(ChannelHandlerContext ctx) {
        while (isIdle(ctx) && !pipelined.isEmpty()) {
            handle(ctx, pipelined.remove());
        }
        readOrPause(ctx);
    }

    /** A connection that is ending is read, or not, as its farewell wants. */
    private void readOrPause(ChannelHandlerContext ctx) {
        if (!(phase instanceof Phase.Ending)) {
            ctx.channel().config().setAutoRead(isIdle(ctx));
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        writabilitySince = now();
        if (ctx.channel().isWritable()) {
            // not within the write that has changed it
            ctx.executor().execute(() -> goOn(ctx));
        } else {
            readOrPause(ctx);
        }
        ctx.fireChannelWritabilityChanged();
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest request) {
        switch (FrameRequest.judge(request, services.devices())) {
            case FrameRequest.Refused refused -> {
                services.events()
                        .emit(
                                new GatewayEvent.ConnectionRefused(
                                        Input.HTTP, address(ctx), refused.fault()));
                endWith(ctx, refused.fault());
            }
            case FrameRequest.Accepted accepted -> {
                if (HttpUtil.is100ContinueExpected(request)) {
                    ctx.writeAndFlush(Responses.goOn());
                }
                boolean keepAlive = HttpUtil.isKeepAlive(request);
                phase = new Phase.Body(now(), accepted, ctx.alloc().buffer(256), keepAlive);
            }
        }
    }

    private void add(ChannelHandlerContext ctx, Phase.Body body, HttpContent content) {
        DeviceId device = body.request().device();
        if (content.decoderResult().isFailure()) {
            services.intake().refuse(Input.HTTP, device, IngestFault.MALFORMED);
            endWith(ctx, IngestFault.MALFORMED);
        } else if (body.bytes().readableBytes() + content.content().readableBytes()
                > Payload.MAX_LENGTH) {
            services.intake().refuse(Input.HTTP, device, IngestFault.TOO_LARGE);
            endWith(ctx, IngestFault.TOO_LARGE);
        } else {
            body.bytes().writeBytes(content.content());
            if (content instanceof LastHttpContent) {
                submit(ctx, body);
            }
        }
    }

    private void submit(ChannelHandlerContext ctx, Phase.Body body) {
        byte[] payload = ByteBufUtil.getBytes(body.bytes());
        Phase.Waiting waiting = new Phase.Waiting(now(), body.keepAlive());
        phase = become(waiting);
        ctx.channel().config().setAutoRead(false);
        FrameRequest.Accepted request = body.request();
        services.intake()
                .take(
                        Input.HTTP,
                        request.device(),
                        request.channel(),
                        payload,
                        outcome -> Loops.run(ctx.executor(), () -> answer(ctx, waiting, outcome)));
    }

    /** Answers unless the client was told to come again in the meantime. */
    private void answer(ChannelHandlerContext ctx, Phase.Waiting mine, Outcome outcome) {
        if (!(phase instanceof Phase.Waiting)) {
            return;
        }
        switch (outcome) {
            case Outcome.Kept kept when mine.keepAlive() && !stopping -> {
                phase = new Phase.Idle(now(), false);
                FullHttpResponse response = Responses.kept(kept.id());
                response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
                ctx.writeAndFlush(response);
                goOn(ctx);
            }
            case Outcome.Kept kept ->
                    end(
                            ctx,
                            stopping ? CloseReason.STOPPING : CloseReason.CLIENT_LEFT,
                            Responses.kept(kept.id()));
            case Outcome.Refused refused -> endWith(ctx, refused.fault());
        }
    }

    @Override
    public void patrol(long now) {
        ChannelHandlerContext ctx = context();
        HttpLimits limits = services.limits();
        if (!(phase instanceof Phase.Ending)
                && unwritableFor(now) > limits.ackTimeout().toNanos()) {
            ending = CloseReason.NOT_READING;
            phase = become(new Phase.Ending(now));
            ctx.close();
            return;
        }
        switch (phase) {
            case Phase.Idle idle -> {
                long patience =
                        (idle.first() ? limits.requestTimeout() : limits.idleTimeout()).toNanos();
                if (now - idle.since() > patience) {
                    ending = idle.first() ? CloseReason.TOO_SLOW : CloseReason.CLIENT_LEFT;
                    phase = new Phase.Ending(now);
                    ctx.close();
                }
            }
            case Phase.Body body -> {
                if (now - body.since() > limits.requestTimeout().toNanos()) {
                    end(ctx, CloseReason.TOO_SLOW, Responses.problem(IngestFault.REQUEST_TIMEOUT));
                }
            }
            case Phase.Waiting waiting -> {
                if (now - waiting.since() > limits.ackTimeout().toNanos()) {
                    endWith(ctx, IngestFault.LOG_UNAVAILABLE);
                }
            }
            case Phase.Ending already -> {
                if (now - already.since() > Farewell.PATIENCE.toNanos()) {
                    ctx.close();
                }
            }
        }
    }

    /** For how long the client has not read its answers, in nanoseconds. */
    private long unwritableFor(long now) {
        return context().channel().isWritable() ? 0 : now - writabilitySince;
    }

    @Override
    public void stop() {
        stopping = true;
        ChannelHandlerContext ctx = context();
        switch (phase) {
            case Phase.Idle idle -> {
                ending = CloseReason.STOPPING;
                phase = new Phase.Ending(now());
                ctx.close();
            }
            case Phase.Body body -> endWith(ctx, IngestFault.STOPPING);
            case Phase.Waiting waiting -> {}
            case Phase.Ending already -> {}
        }
    }

    private void endWith(ChannelHandlerContext ctx, IngestFault fault) {
        CloseReason reason =
                switch (fault) {
                    case LOG_UNAVAILABLE, GATEWAY_FULL -> CloseReason.UNACKNOWLEDGED;
                    case STOPPING -> CloseReason.STOPPING;
                    default -> CloseReason.REFUSED;
                };
        end(ctx, reason, Responses.problem(fault));
    }

    private void end(ChannelHandlerContext ctx, CloseReason reason, FullHttpResponse last) {
        ending = reason;
        phase = become(new Phase.Ending(now()));
        last.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        Farewell.say(ctx.channel(), last);
    }

    /** Leaves the phase that holds a buffer without losing it. */
    private Phase become(Phase next) {
        if (phase instanceof Phase.Body body) {
            body.bytes().release();
        }
        return next;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            services.events().emit(new GatewayEvent.HandlerFailed(Input.HTTP, cause));
            ending = CloseReason.INTERNAL;
        }
        ctx.close();
    }

    private long now() {
        return services.patrols().now();
    }

    private static String address(ChannelHandlerContext ctx) {
        return ctx.channel().remoteAddress() instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress()
                : "unknown";
    }
}
