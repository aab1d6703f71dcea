// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

/**
 * A rule of a book.
 *
 * @param rule the rule
 * @param pack its pack
 * @param version the version of the change that put the pack, or its overrides, as they are
 */
public record RuleInForce(Rule rule, String pack, long version) {}
