// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Whether a frame was seen before: the identity of a frame and a device's bounded memory of them.
 *
 * <p>Depends on {@code reading} only. Invariant: as long as the bounds of {@link
 * org.lamplighter.duplicate.DuplicateMemory} hold, whether a frame with a device time is fresh does
 * not depend on the order in which other frames came. All types are immutable and safe to share
 * between threads.
 */
@NullMarked
package org.lamplighter.duplicate;

import org.jspecify.annotations.NullMarked;
