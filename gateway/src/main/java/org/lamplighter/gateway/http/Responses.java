// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.reading.FrameId;

import java.nio.charset.StandardCharsets;

/** Builds what the gateway answers. Pure. */
final class Responses {
    private Responses() {}

    /** 202: the log has the frame. */
    static FullHttpResponse kept(FrameId id) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("frame", id.toString());
        return response(HttpResponseStatus.ACCEPTED, "application/json", body);
    }

    /** An RFC 9457 problem. */
    static FullHttpResponse problem(IngestFault fault) {
        ObjectNode body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("type", "urn:lamplighter:problem:" + fault.label())
                        .put("title", fault.title())
                        .put("status", fault.http())
                        .put("detail", fault.title() + "; " + fault.hint());
        HttpResponseStatus status = HttpResponseStatus.valueOf(fault.http());
        FullHttpResponse response = response(status, "application/problem+json", body);
        if (fault.http() == HttpResponseStatus.SERVICE_UNAVAILABLE.code()) {
            response.headers().setInt(HttpHeaderNames.RETRY_AFTER, HttpLimits.RETRY_AFTER);
        } else if (fault.http() == HttpResponseStatus.UNAUTHORIZED.code()) {
            response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
        } else if (fault == IngestFault.METHOD_NOT_ALLOWED) {
            response.headers().set(HttpHeaderNames.ALLOW, "POST");
        }
        return response;
    }

    static FullHttpResponse goOn() {
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER);
    }

    private static FullHttpResponse response(
            HttpResponseStatus status, String type, ObjectNode body) {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(bytes));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        if (status.code() >= 400) {
            response.headers().set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        }
        return response;
    }
}
