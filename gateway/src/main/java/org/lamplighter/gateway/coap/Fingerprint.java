// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.elements.DtlsEndpointContext;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.util.Bytes;
import org.lamplighter.reading.DeviceId;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What tells a message from every other: 128 bits of a hash over its sender, its message id and
 * everything in it. So a device that begins its message ids anew and sends another frame is never
 * taken for one that repeats itself.
 *
 * <p>By DTLS the sender is the session and not the address: a message that comes again after the
 * address has changed is known all the same.
 */
record Fingerprint(long high, long low) {
    static Fingerprint of(DeviceId device, Request request) {
        MessageDigest digest = sha256();
        add(digest, device.value().getBytes(StandardCharsets.UTF_8));
        add(digest, senderOf(request.getSourceContext()));
        digest.update(ByteBuffer.allocate(4).putInt(0, request.getMID()));
        add(digest, request.getTokenBytes());
        add(digest, request.getOptions().getUriQueryString().getBytes(StandardCharsets.UTF_8));
        var block = request.getOptions().getBlock1();
        add(digest, block == null ? new byte[0] : block.getValue());
        digest.update(request.getPayload());
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new Fingerprint(hash.getLong(), hash.getLong());
    }

    private static byte[] senderOf(EndpointContext context) {
        Bytes session = context.get(DtlsEndpointContext.KEY_SESSION_ID);
        if (session != null && !session.isEmpty()) {
            return session.getBytes();
        }
        Long handshake = context.get(DtlsEndpointContext.KEY_HANDSHAKE_TIMESTAMP);
        String sender = handshake == null ? context.getPeerAddress().toString() : "" + handshake;
        return sender.getBytes(StandardCharsets.UTF_8);
    }

    private static void add(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(4).putInt(0, part.length));
        digest.update(part);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
