// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import org.lamplighter.alarm.RuleId;

/**
 * Another value for a parameter of a rule within a scope.
 *
 * @param scope for which devices
 * @param rule whose parameter
 * @param parameter its name
 * @param value as written: a number such as {@code 20}, or a duration such as {@code 90s}
 */
public record ParameterOverride(OverrideScope scope, RuleId rule, String parameter, String value) {
    /**
     * Parses the three texts of the feed.
     *
     * @param scope as {@link OverrideScope#parse} takes it
     * @param path {@code <rule>.<parameter>}, such as {@code cover-displaced.limit}
     * @param value as written
     * @throws IllegalArgumentException if scope or path is none
     */
    public static ParameterOverride parse(String scope, String path, String value) {
        int dot = path.indexOf('.');
        if (dot <= 0 || dot == path.length() - 1) {
            throw new IllegalArgumentException(
                    "parameter \""
                            + path
                            + "\" must be written <rule>.<parameter>, such as"
                            + " cover-displaced.limit");
        }
        return new ParameterOverride(
                OverrideScope.parse(scope),
                new RuleId(path.substring(0, dot)),
                path.substring(dot + 1),
                value);
    }

    /**
     * Parses an override in one text, as a command line has it: {@code cover-displaced.limit=20}
     * for all devices, {@code tag:hill/cover-displaced.limit=20} for a scope.
     *
     * @throws IllegalArgumentException if it is none; the message says what may stand there
     */
    public static ParameterOverride parse(String text) {
        int slash = text.lastIndexOf('/');
        String assignment = text.substring(slash + 1);
        int equals = assignment.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException(
                    "\""
                            + text
                            + "\" must be written [<scope>/]<rule>.<parameter>=<value>, such as"
                            + " cover-displaced.limit=20 or tag:hill/cover-displaced.limit=20");
        }
        return parse(
                slash < 0 ? new OverrideScope.All().text() : text.substring(0, slash),
                assignment.substring(0, equals),
                assignment.substring(equals + 1));
    }

    /** Rule and parameter as {@link #parse} takes them. */
    public String path() {
        return rule.value() + "." + parameter;
    }
}
