// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import java.time.Duration;

/**
 * What a CoAP device may do; a frame has at most {@link org.lamplighter.reading.Payload#MAX_LENGTH}
 * bytes, in one message or in blocks.
 *
 * @param sessions how many DTLS sessions are held; beyond, those that were quiet for {@link
 *     #STALE_AFTER} make room, and if there are none handshakes are not answered
 * @param framesPerDevice how many frames of one device may be under way to the log
 * @param ackTimeout how long a frame may wait for the log
 * @param transfers how many block-wise transfers may be unfinished, one a device; beyond, the one
 *     that was quiet for longest makes room
 * @param remembered how many frames that are kept are remembered at least, so that a message that
 *     comes again is not a second frame
 * @param threads threads that decrypt, and as many that handle messages
 */
public record CoapLimits(
        int sessions,
        int framesPerDevice,
        Duration ackTimeout,
        int transfers,
        int remembered,
        int threads) {
    /**
     * How long a message can come again, by RFC 7252 section 4.8.2: EXCHANGE_LIFETIME. As long an
     * unfinished transfer waits for its next block.
     */
    static final Duration EXCHANGE_LIFETIME = Duration.ofSeconds(247);

    /** After what quiet a session may be forgotten for another. */
    static final Duration STALE_AFTER = Duration.ofMinutes(30);

    /** How soon a device should come again after a passing inability, in seconds: Max-Age. */
    static final int MAX_AGE = 10;

    /** Messages that wait for a thread; further ones are dropped unread. */
    static final int WAITING_MESSAGES = 10_000;

    /** Bytes of a connection id that the gateway gives out (RFC 9146). */
    static final int CONNECTION_ID_LENGTH = 6;

    /** The longest DTLS handshake message that is put together from fragments, in bytes. */
    static final int HANDSHAKE_MESSAGE = 4 * 1024;

    /**
     * What the system holds of datagrams that were not read yet, in bytes, if it allows so many.
     */
    static final int RECEIVE_BUFFER = 1 << 20;

    public static final CoapLimits DEFAULT =
            new CoapLimits(20_000, 16, Duration.ofSeconds(10), 1_000, 262_144, 2);
}
