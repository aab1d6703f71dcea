// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.mqtt;

import org.lamplighter.reading.Payload;

import java.time.Duration;

/**
 * What an MQTT client may do.
 *
 * @param window publishes in flight on one connection; announced as Receive Maximum
 * @param windowBytes their bytes; reading stops above
 * @param maxKeepAlive the longest keep-alive, in force also for clients that ask for none
 * @param connectTimeout how soon a complete CONNECT must be there
 * @param ackTimeout how long a publish may wait for the log before the connection is closed
 * @param connectionsPerDevice connections of one device
 */
public record MqttLimits(
        int window,
        int windowBytes,
        Duration maxKeepAlive,
        Duration connectTimeout,
        Duration ackTimeout,
        int connectionsPerDevice) {
    /** The longest first packet, in bytes after its fixed header. */
    static final int MAX_CONNECT = 8 * 1024;

    /** The longest packet, in bytes after its fixed header: a payload, a topic, properties. */
    static final int MAX_PACKET = Payload.MAX_LENGTH + 8 * 1024;

    /** The fixed header of the longest packet: one byte and three of length. */
    static final int FIXED_HEADER = 4;

    /** The longest client id, in bytes. */
    static final int MAX_CLIENT_ID = 128;

    /** The longest topic, in characters; a profile's patterns have at most eight levels. */
    static final int MAX_TOPIC = 256;

    /** User properties in one packet. */
    static final int MAX_USER_PROPERTIES = 20;

    /** Topic aliases of one connection. */
    static final int MAX_TOPIC_ALIASES = 16;

    public static final MqttLimits DEFAULT =
            new MqttLimits(
                    1_000,
                    1 << 20,
                    Duration.ofSeconds(1_200),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    64);

    public MqttLimits withWindow(int newWindow) {
        return new MqttLimits(
                newWindow,
                windowBytes,
                maxKeepAlive,
                connectTimeout,
                ackTimeout,
                connectionsPerDevice);
    }
}
