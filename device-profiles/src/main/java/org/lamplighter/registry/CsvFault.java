// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.registry;

/**
 * One thing wrong with a file of devices.
 *
 * @param line the line, from 1
 * @param column the column's name; empty if it concerns the whole line
 * @param rule the rule that is broken, with the actual value
 * @param hint what to do
 */
public record CsvFault(int line, String column, String rule, String hint) {
    /** Such as {@code line 3, column lat}. */
    public String where() {
        return column.isEmpty() ? "line " + line : "line " + line + ", column " + column;
    }

    @Override
    public String toString() {
        return where() + ": " + rule + "; " + hint;
    }
}
