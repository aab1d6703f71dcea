// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Reads JSON and what comes within it: flat objects, documents, wrapped bytes and SenML.
 *
 * <p>Depends on {@code reading}, {@code profile.layout}, what {@code decode} collects values in,
 * and on Jackson's streaming parsers. Invariant: whatever the bytes, reading ends after a number of
 * steps that is bounded by the payload's length, and throws nothing. Decoders are immutable and
 * safe to share between threads; trees and what is kept meanwhile belong to one.
 */
@NullMarked
package org.lamplighter.decode.json;

import org.jspecify.annotations.NullMarked;
