// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Units of measure: UCUM's codes, checked strictly, and exact conversion between those that agree.
 *
 * <p>Depends on the definitions of {@code org.fhir:ucum}, of which nothing leaves this package, and
 * on {@code yaml} for suggestions. Invariant: a {@link org.lamplighter.unit.Unit} is a valid code
 * of known units; conversion is exact in rational numbers but for powers of π. Everything here is
 * immutable and safe to share between threads.
 */
@NullMarked
package org.lamplighter.unit;

import org.jspecify.annotations.NullMarked;
