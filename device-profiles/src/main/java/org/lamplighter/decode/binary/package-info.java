// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Reads bytes field by field: a binary layout compiled to a tree of small steps over a cursor.
 *
 * <p>Depends on {@code reading}, {@code profile.layout} and what {@code decode} collects values in.
 * Invariant: whatever the bytes, running the steps ends after a number of them that is bounded by
 * the payload's length, reads within the payload only, and throws nothing. Compiled steps are
 * immutable and safe to share between threads; a cursor belongs to one.
 */
@NullMarked
package org.lamplighter.decode.binary;

import org.jspecify.annotations.NullMarked;
