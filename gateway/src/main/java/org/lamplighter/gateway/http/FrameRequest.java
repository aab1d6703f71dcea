// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

import org.jspecify.annotations.Nullable;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.gateway.identity.Admission;
import org.lamplighter.gateway.identity.DeviceDirectory;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Payload;

import java.util.List;
import java.util.Locale;

/** Judges a request by its head, before its body is read. Pure but for the directory. */
sealed interface FrameRequest {
    /** A frame will follow. */
    record Accepted(DeviceId device, String channel) implements FrameRequest {}

    /** Its body is of no interest. */
    record Refused(IngestFault fault) implements FrameRequest {}

    String PATH = "/v1/frames";
    String SCHEME = "bearer ";

    static FrameRequest judge(HttpRequest request, DeviceDirectory devices) {
        if (request.decoderResult().isFailure()) {
            Throwable cause = request.decoderResult().cause();
            boolean tooLong =
                    cause instanceof TooLongHttpHeaderException
                            || cause instanceof TooLongHttpLineException;
            return new Refused(tooLong ? IngestFault.HEADERS_TOO_LARGE : IngestFault.MALFORMED);
        }
        try {
            return judge(request, new QueryStringDecoder(request.uri()), devices);
        } catch (IllegalArgumentException badEscape) {
            return new Refused(IngestFault.MALFORMED);
        }
    }

    private static FrameRequest judge(
            HttpRequest request, QueryStringDecoder uri, DeviceDirectory devices) {
        if (!uri.path().equals(PATH)) {
            return new Refused(IngestFault.NOT_FOUND);
        }
        if (!request.method().equals(HttpMethod.POST)) {
            return new Refused(IngestFault.METHOD_NOT_ALLOWED);
        }
        @Nullable String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION);
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return new Refused(IngestFault.NO_CREDENTIALS);
        }
        if (HttpUtil.getContentLength(request, 0L) > Payload.MAX_LENGTH) {
            return new Refused(IngestFault.TOO_LARGE);
        }
        List<String> channels = uri.parameters().getOrDefault("channel", List.of());
        return switch (devices.admit(authorization.substring(SCHEME.length()).strip())) {
            case Admission.Refused refused -> new Refused(refused.fault());
            case Admission.Admitted admitted ->
                    new Accepted(
                            admitted.identity().device(),
                            channels.isEmpty() ? "" : channels.get(0));
        };
    }
}
