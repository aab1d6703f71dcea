// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.http;

import java.time.Duration;

/**
 * What an HTTP client may do; a body has at most {@link org.lamplighter.reading.Payload#MAX_LENGTH}
 * bytes.
 *
 * @param requestTimeout how soon a request must be complete once it has begun, and the first one
 *     after the connection was made
 * @param idleTimeout how long a connection may wait for its next request
 * @param ackTimeout how long a frame may wait for the log
 */
public record HttpLimits(Duration requestTimeout, Duration idleTimeout, Duration ackTimeout) {
    /** The longest request line, in bytes. */
    static final int MAX_LINE = 2 * 1024;

    /** The longest head, in bytes. */
    static final int MAX_HEADERS = 8 * 1024;

    /** How soon a client should come again after a passing inability, in seconds. */
    static final int RETRY_AFTER = 10;

    public static final HttpLimits DEFAULT =
            new HttpLimits(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(10));
}
