// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.yaml;

/**
 * One thing wrong with a source.
 *
 * @param kind what sort of thing
 * @param source the source's name, usually a file
 * @param line from 1
 * @param column from 1, in code points
 * @param excerpt the line, and below it a caret for each character meant; safe to print
 * @param rule the rule that is broken, with the actual value
 * @param hint what to do
 */
public record Issue(
        IssueKind kind,
        String source,
        int line,
        int column,
        String excerpt,
        String rule,
        String hint) {
    /** The whole message, over several lines. */
    @Override
    public String toString() {
        return source
                + ":"
                + line
                + ":"
                + column
                + ": "
                + rule
                + " ["
                + kind.name()
                + "]\n"
                + excerpt
                + "  "
                + hint;
    }
}
