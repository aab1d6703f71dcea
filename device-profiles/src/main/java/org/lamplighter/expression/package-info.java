// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * The language of expressions that profiles compute points by and rules have conditions in: CEL
 * without macros, lists, maps, conversions and regular expressions.
 *
 * <p>Depends on {@code dev.cel} and {@code yaml} (for suggestions). Invariant: evaluating takes a
 * time bounded by the size of the text, whatever the values. Compiled expressions are immutable and
 * safe to share between threads.
 */
@NullMarked
package org.lamplighter.expression;

import org.jspecify.annotations.NullMarked;
