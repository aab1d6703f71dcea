// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * The whole chain under load: how many frames a second reach the database, and what processor time
 * each part takes for one, beside a broker that keeps nothing and a server that does nothing but
 * keep.
 *
 * <p>May depend on the load tool and on {@code bench.up}; nothing depends on it.
 */
@NullMarked
package org.lamplighter.bench.chain;

import org.jspecify.annotations.NullMarked;
