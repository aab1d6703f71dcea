// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

/**
 * An override that cannot be in force.
 *
 * @param scope as written
 * @param parameter as written
 * @param value as written
 * @param reason why not and what to do, in one sentence
 */
public record RejectedOverride(String scope, String parameter, String value, String reason) {}
