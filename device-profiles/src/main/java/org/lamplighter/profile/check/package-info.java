// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Looks at a binary layout as a whole: what leads nowhere, never ends, is never read, or is read
 * twice.
 *
 * <p>Depends on {@code profile.layout} and {@code yaml}. Invariant: each named layout is looked at
 * once for each question, so that a check takes time by the layout's length and not by what it
 * stands for.
 */
@NullMarked
package org.lamplighter.profile.check;

import org.jspecify.annotations.NullMarked;
