// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;

import java.time.Duration;

/**
 * Ends a connection so that the last packet arrives.
 *
 * <p>Closing a socket that still has unread bytes makes TCP reset it, and a reset may overtake the
 * packet that says why. So the last packet is flushed, the output is shut, and the peer's bytes are
 * read and dropped until it closes or {@link #PATIENCE} is over; the connection's patrol sees to
 * that.
 */
// a write or close that fails ends the connection, and that is seen as such
@SuppressWarnings("FutureReturnValueIgnored")
public final class Farewell {
    /** How long a peer may take to hear the last packet. */
    public static final Duration PATIENCE = Duration.ofMillis(700);

    private Farewell() {}

    /** Writes the last packet and shuts the output. */
    @OnEventLoop
    public static void say(Channel channel, Object lastPacket) {
        channel.writeAndFlush(lastPacket)
                .addListener(
                        (ChannelFutureListener)
                                written -> {
                                    if (written.isSuccess()
                                            && channel instanceof DuplexChannel duplex) {
                                        duplex.shutdownOutput();
                                        channel.config().setAutoRead(true);
                                    } else {
                                        channel.close();
                                    }
                                });
    }
}
