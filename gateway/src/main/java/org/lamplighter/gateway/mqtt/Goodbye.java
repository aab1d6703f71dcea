// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.mqtt;

import org.lamplighter.gateway.event.CloseReason;
import org.lamplighter.gateway.event.IngestFault;

/**
 * How a connection is ended by the gateway.
 *
 * @param reason what is counted
 * @param code what an MQTT 5 client hears in the DISCONNECT (section 3.14.2.1)
 * @param text what people read there
 */
record Goodbye(CloseReason reason, int code, String text) {
    static final Goodbye KEEP_ALIVE =
            new Goodbye(CloseReason.KEEP_ALIVE, 0x8D, "nothing heard for 1.5 keep-alive intervals");
    static final Goodbye TAKEN_OVER =
            new Goodbye(CloseReason.TAKEN_OVER, 0x8E, "the same client connected again");
    static final Goodbye STOPPING =
            new Goodbye(CloseReason.STOPPING, 0x8B, "the gateway is stopping; connect again");
    static final Goodbye REVOKED =
            new Goodbye(
                    CloseReason.REVOKED,
                    0x87,
                    "the device was disabled or removed, or its token is no longer in force");
    static final Goodbye UNACKNOWLEDGED =
            new Goodbye(
                    CloseReason.UNACKNOWLEDGED,
                    0x89,
                    "the log did not take a frame in time; send again what was not acknowledged");
    static final Goodbye INTERNAL =
            new Goodbye(CloseReason.INTERNAL, 0x80, "the gateway failed; connect again");

    /** For what the client did, or for what the gateway cannot do at the moment. */
    static Goodbye forFault(IngestFault fault) {
        CloseReason reason =
                fault == IngestFault.LOG_UNAVAILABLE || fault == IngestFault.GATEWAY_FULL
                        ? CloseReason.UNACKNOWLEDGED
                        : CloseReason.REFUSED;
        return new Goodbye(reason, fault.mqtt5(), Replies.sentence(fault));
    }
}
