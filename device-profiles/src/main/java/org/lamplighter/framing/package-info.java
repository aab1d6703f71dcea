// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Frames in a stream: how a profile says where a frame begins and ends, who sent it and what
 * answers it, and the machine that finds frames in bytes that come in any pieces.
 *
 * <p>Depends on {@code reading}, {@code checksum} and {@code yaml}. Invariant: any bytes give
 * frames and typed faults, in bounded memory and work; the same bytes give the same frames and
 * faults in whatever pieces they come. The model is immutable; a {@link
 * org.lamplighter.framing.Framer} belongs to one connection and is used by one thread at a time.
 */
@NullMarked
package org.lamplighter.framing;

import org.jspecify.annotations.NullMarked;
