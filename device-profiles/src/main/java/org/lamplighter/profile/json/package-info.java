// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * The part of the checker that reads the layouts of JSON: {@code json}, {@code wrap} and {@code
 * senml}.
 *
 * <p>Depends on {@code profile.layout}, {@code yaml}, what {@code profile.binary} reads conversions
 * and names with, and the points, units and issues of {@code profile}. Invariant: a layout that was
 * read without an issue can be compiled and has no cycle.
 */
@NullMarked
package org.lamplighter.profile.json;

import org.jspecify.annotations.NullMarked;
