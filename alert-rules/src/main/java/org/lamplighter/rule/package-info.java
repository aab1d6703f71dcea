// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * The rule language: packs of rules in YAML with CEL conditions, their parameters and overrides,
 * compiled once into a {@link org.lamplighter.rule.RuleBook}.
 *
 * <p>Depends on {@code alarm}, on {@code device-profiles} and on CEL. Everything that leaves this
 * package is immutable and safe to share between threads; a faulty pack is a value with issues,
 * never an exception.
 */
@NullMarked
package org.lamplighter.rule;

import org.jspecify.annotations.NullMarked;
