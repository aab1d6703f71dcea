// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * People and dispatch: how the desk is put together. {@link Desk#start} is the composition root.
 *
 * <p>May depend on every package of this module; none depends on it. Invariant: what the desk
 * consists of stands in one list in {@link Desk}.
 */
@NullMarked
package org.lamplighter.desk;

import org.jspecify.annotations.NullMarked;
