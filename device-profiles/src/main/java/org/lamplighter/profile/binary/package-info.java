// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * The part of the checker that reads the layout {@code binary}.
 *
 * <p>Depends on {@code profile.layout}, {@code yaml} and the points, units and issues of {@code
 * profile}. Invariant: a layout that was read without an issue can be compiled, has no cycle, and
 * is nested no deeper than {@link org.lamplighter.profile.layout.BinaryLayout#MAX_DEPTH}.
 */
@NullMarked
package org.lamplighter.profile.binary;

import org.jspecify.annotations.NullMarked;
