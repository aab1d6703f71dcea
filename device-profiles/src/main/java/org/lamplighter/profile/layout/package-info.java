// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * How the bytes of a device's frames are laid out, as data that a decoder is compiled from.
 *
 * <p>Depends on {@code reading} only. Each family of layouts is one alternative of {@link
 * org.lamplighter.profile.layout.Layout}. Invariant: what a layout names is declared in its
 * profile; the profile's checker sees to it. All types are immutable values.
 */
@NullMarked
package org.lamplighter.profile.layout;

import org.jspecify.annotations.NullMarked;
