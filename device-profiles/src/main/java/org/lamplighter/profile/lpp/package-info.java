// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * The part of the checker that reads the layout {@code cayenne-lpp}: a binary layout of keys and
 * values, whose types are known.
 *
 * <p>Depends on what {@code profile.binary} reads layouts with, {@code profile.layout}, {@code
 * yaml}, {@code unit} and the points and issues of {@code profile}. Invariant: what it makes is a
 * binary layout like any other, with its bounds.
 */
@NullMarked
package org.lamplighter.profile.lpp;

import org.jspecify.annotations.NullMarked;
