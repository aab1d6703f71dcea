// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

import java.time.Duration;

/**
 * Where the REST interface and the page listen.
 *
 * @param host the address to listen on
 * @param port the port; 0 takes a free one
 * @param stopTimeout how long requests under way may take when the desk stops
 */
public record RestConfig(String host, int port, Duration stopTimeout) {
    /** Loopback only, on the documented port. */
    public static RestConfig defaults() {
        return new RestConfig("127.0.0.1", 8080, Duration.ofSeconds(5));
    }
}
