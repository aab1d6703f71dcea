// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Turns a frame into readings, or into a typed fault.
 *
 * <p>Depends on {@code reading}, {@code profile} and {@code duplicate}, and on Jackson's streaming
 * parser. Invariant: decoding is total. Any bytes give a {@link org.lamplighter.decode.Decoding} in
 * time and memory bounded by the payload's length; nothing is thrown. A decoder is immutable and
 * safe to share between threads.
 */
@NullMarked
package org.lamplighter.decode;

import org.jspecify.annotations.NullMarked;
