// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.reading.Payload;

/** Builds what the gateway answers, as few bytes as it can. Pure. */
final class Answers {
    private Answers() {}

    /** 2.04: the log has the frame. */
    static Response kept(Request request) {
        return echo(request, new Response(ResponseCode.CHANGED), false);
    }

    /** 2.31: the next block may come. */
    static Response next(Request request) {
        return echo(request, new Response(ResponseCode.CONTINUE), true);
    }

    /** 4.xx for good, 5.03 with Max-Age for now; the diagnostic payload says why. */
    static Response fault(IngestFault fault) {
        Response response = new Response(codeOf(fault));
        response.setPayload(fault.title() + "; " + fault.hint());
        response.getOptions().setContentFormat(MediaTypeRegistry.TEXT_PLAIN);
        if (response.getCode() == ResponseCode.SERVICE_UNAVAILABLE) {
            response.getOptions().setMaxAge(CoapLimits.MAX_AGE);
        } else if (response.getCode() == ResponseCode.REQUEST_ENTITY_TOO_LARGE) {
            response.getOptions().setSize1(Payload.MAX_LENGTH);
        }
        return response;
    }

    /** 5.00: a fault of the gateway itself. */
    static Response internal() {
        return new Response(ResponseCode.INTERNAL_SERVER_ERROR);
    }

    static ResponseCode codeOf(IngestFault fault) {
        return switch (fault.http()) {
            case 401 -> ResponseCode.UNAUTHORIZED;
            case 402 -> ResponseCode.BAD_OPTION;
            case 403 -> ResponseCode.FORBIDDEN;
            case 404 -> ResponseCode.NOT_FOUND;
            case 405 -> ResponseCode.METHOD_NOT_ALLOWED;
            case 408 -> ResponseCode.REQUEST_ENTITY_INCOMPLETE;
            case 413 -> ResponseCode.REQUEST_ENTITY_TOO_LARGE;
            case 503 -> ResponseCode.SERVICE_UNAVAILABLE;
            case 505 -> ResponseCode.PROXY_NOT_SUPPORTED;
            default -> ResponseCode.BAD_REQUEST;
        };
    }

    private static Response echo(Request request, Response response, boolean more) {
        BlockOption block = request.getOptions().getBlock1();
        if (block != null) {
            response.getOptions().setBlock1(block.getSzx(), more, block.getNum());
        }
        return response;
    }
}
