// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * What all listeners share: event loops, caps on connections, deadlines, and how a connection is
 * ended so that its last words arrive.
 *
 * <p>Depends on {@code event} and Netty. Invariant: event loops never block; what is done on them
 * is marked {@link org.lamplighter.gateway.transport.OnEventLoop}.
 */
@NullMarked
package org.lamplighter.gateway.transport;

import org.jspecify.annotations.NullMarked;
