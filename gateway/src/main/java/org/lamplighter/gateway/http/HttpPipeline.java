// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.http;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;

import org.lamplighter.reading.Payload;

import java.util.function.Consumer;

/** Sets up the handlers of a new HTTP connection. */
public record HttpPipeline(HttpServices services) implements Consumer<ChannelPipeline> {
    @Override
    public void accept(ChannelPipeline pipeline) {
        HttpDecoderConfig limits =
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(HttpLimits.MAX_LINE)
                        .setMaxHeaderSize(HttpLimits.MAX_HEADERS)
                        .setMaxChunkSize(Payload.MAX_LENGTH);
        pipeline.addLast(new HttpServerCodec(limits)).addLast(new HttpConnection(services));
    }
}
