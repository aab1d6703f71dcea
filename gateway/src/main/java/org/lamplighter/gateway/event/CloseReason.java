// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.event;

import java.util.Locale;

/** Why a connection ended. */
public enum CloseReason {
    /** The client said goodbye, or finished its last request. */
    CLIENT_LEFT,
    /** The connection broke or was closed without a goodbye. */
    CLIENT_GONE,
    /** Nothing was heard for one and a half keep-alive intervals. */
    KEEP_ALIVE,
    /** No complete CONNECT, or no complete request, in time. */
    TOO_SLOW,
    /** The client does not read what it is sent. */
    NOT_READING,
    /** The same client connected again. */
    TAKEN_OVER,
    /** The device was disabled or removed, or its token is no longer in force. */
    REVOKED,
    /** It was refused, see the fault that was counted. */
    REFUSED,
    /** Its frames waited too long for the log: closed unacknowledged, so that it sends again. */
    UNACKNOWLEDGED,
    /** Its address holds as many connections as it may. */
    ADDRESS_FULL,
    /** The gateway holds as many connections as it may. */
    GATEWAY_FULL,
    /** The gateway stops. */
    STOPPING,
    /** A fault of the gateway itself; the log has the stack. */
    INTERNAL;

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
