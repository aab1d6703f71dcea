// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Load on a gateway over MQTT: many connections, open or closed loop, with every frame in a ledger
 * if wanted.
 *
 * <p>May depend on everything; nothing depends on it. Invariant: it speaks to loopback only.
 */
@NullMarked
package org.lamplighter.bench.load;

import org.jspecify.annotations.NullMarked;
