// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * What a decoder that is written in Java implements, for the few formats that no layout describes,
 * and how it is found.
 *
 * <p>Depends on {@code reading} and on the types of points of {@code profile}. Invariant: whatever
 * such code does, a frame gives readings within the bounds of any other, or a typed fault; only the
 * time that it takes is its own.
 */
@NullMarked
package org.lamplighter.profile.spi;

import org.jspecify.annotations.NullMarked;
