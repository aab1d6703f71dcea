// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * The checksums of frames: sums, exclusive or, and cyclic redundancy checks by the parameters of
 * the Rocksoft model.
 *
 * <p>Depends on {@code reading} and {@code yaml} (for suggestions). Invariant: a checksum is a pure
 * function of the bytes; everything here is immutable and safe to share between threads.
 */
@NullMarked
package org.lamplighter.checksum;

import org.jspecify.annotations.NullMarked;
