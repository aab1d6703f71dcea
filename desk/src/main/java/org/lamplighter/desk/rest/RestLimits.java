// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

import java.time.Duration;

/**
 * What clients may make of the REST server together; what one request may be is bounded by
 * constants.
 *
 * @param requests how many are answered at a time; one more is told to come again
 * @param connections how many there are at a time; one more waits until another ends
 * @param idle how long a connection may say nothing
 * @param body how long a request's body may take to arrive
 */
record RestLimits(int requests, int connections, Duration idle, Duration body) {
    static final RestLimits DEFAULT =
            new RestLimits(64, 1_000, Duration.ofSeconds(30), Duration.ofSeconds(30));
}
