// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.tool;

/**
 * What a command says.
 *
 * @param exitCode 0 good, 1 found faults, 2 wrong usage
 * @param text what to print, ending with a line feed
 */
public record ToolResult(int exitCode, String text) {
    static ToolResult good(String text) {
        return new ToolResult(0, text);
    }

    static ToolResult faults(String text) {
        return new ToolResult(1, text);
    }

    static ToolResult wrongUsage(String sentence) {
        return new ToolResult(2, sentence + "\n");
    }
}
