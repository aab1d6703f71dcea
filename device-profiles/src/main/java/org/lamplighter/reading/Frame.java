// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.reading;

import java.time.Instant;

/**
 * The bytes that one device sent once, as the gateway received them.
 *
 * @param id unique over all gateways and their restarts; see {@link FrameId}
 * @param device who sent it, authenticated
 * @param source where it came in, such as {@code /gw1/mqtt}: gateway and input
 * @param channel what the transport adds to the bytes: a topic, path or port number; empty if
 *     nothing
 * @param payload the untouched bytes
 */
public record Frame(FrameId id, DeviceId device, String source, String channel, Payload payload) {
    /** The longest channel, in characters. */
    public static final int MAX_CHANNEL_LENGTH = 256;

    /** When the gateway received it, by the gateway's own clock, to the millisecond. */
    public Instant receivedAt() {
        return id.receivedAt();
    }
}
