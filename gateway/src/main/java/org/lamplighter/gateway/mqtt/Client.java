// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.mqtt;

/**
 * What was agreed with a client when it connected.
 *
 * @param id its client id, or one assigned to it
 * @param mqtt5 whether it speaks MQTT 5, else MQTT 3.1.1
 * @param assignedId whether the id was assigned
 * @param keepAliveSeconds the keep-alive in force
 * @param serverKeepAlive whether that is the gateway's and not the client's
 * @param wantedSession whether it asked for a session that outlives the connection
 * @param wantsReasons whether it takes reason strings in every packet
 */
record Client(
        String id,
        boolean mqtt5,
        boolean assignedId,
        int keepAliveSeconds,
        boolean serverKeepAlive,
        boolean wantedSession,
        boolean wantsReasons) {
    /** A client that has not been heard yet: it is answered as MQTT 3.1.1 would be. */
    static final Client UNKNOWN = new Client("", false, false, 0, false, false, false);

    /** Silence for longer than this ends the connection (MQTT-3.1.2-22). */
    long patienceNanos() {
        return keepAliveSeconds * 1_500_000_000L;
    }
}
