// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * The canonical names of points: what each means, in which unit it is, and what carries the same in
 * LwM2M.
 *
 * <p>Depends on {@code reading}, {@code unit} and {@code yaml}. Invariant: the table is data in
 * {@code points.yaml}; a name means one thing in all profiles. Everything here is immutable and
 * safe to share between threads.
 */
@NullMarked
package org.lamplighter.point;

import org.jspecify.annotations.NullMarked;
