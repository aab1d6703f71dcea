// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Who may send: the registry's devices and profiles as the gateway needs them, read from their
 * compacted topics.
 *
 * <p>Depends on {@code log}, {@code registry}, {@code event} and the Kafka client. Invariants:
 * until the feed has been read to its end nobody is called a stranger; a token is kept as a hash
 * only.
 */
@NullMarked
package org.lamplighter.gateway.identity;

import org.jspecify.annotations.NullMarked;
