// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Profiles and rule packs with their overrides, and the registry as a part of the desk.
 *
 * <p>May depend on {@code change}, {@code devices}, {@code part}, {@code rest} and the pure
 * modules. Invariant: a text that its parser finds fault with is never stored.
 */
@NullMarked
package org.lamplighter.desk.registry;

import org.jspecify.annotations.NullMarked;
