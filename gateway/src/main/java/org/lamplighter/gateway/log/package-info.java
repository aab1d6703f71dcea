// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * The log's side of the gateway: the Kafka adapter of the path, the ticks, and a look at how
 * durable the log is.
 *
 * <p>Depends on {@code intake}, {@code event} and the Kafka client. Invariant: no caller ever waits
 * here; what Kafka's client blocks on, it blocks on threads of this package.
 */
@NullMarked
package org.lamplighter.gateway.log;

import org.jspecify.annotations.NullMarked;
