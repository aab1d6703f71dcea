// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

/**
 * One thing that is wrong with a request.
 *
 * @param where which part of the request: a member ({@code location.lat}), {@code line 3}, {@code
 *     query from}, a header
 * @param rule the rule that was broken, with the actual value
 * @param hint what to do
 */
public record Fault(String where, String rule, String hint) {
    /** In one sentence. */
    @Override
    public String toString() {
        return where + ": " + rule + "; " + hint;
    }
}
