// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import org.lamplighter.yaml.Suggestions;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what CEL found in the words of the rule language. */
final class CelWording {
    private static final Pattern UNDECLARED =
            Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern NO_OVERLOAD =
            Pattern.compile(
                    "found no matching overload for '([^']*)' applied to '([^']*)'.*",
                    Pattern.DOTALL);
    private static final Pattern NOT_A_FLAG =
            Pattern.compile("expected type 'bool' but found '([^']*)'");

    private CelWording() {}

    /**
     * One message.
     *
     * @param subject the name it is about; empty if it is about a place
     * @param rule what is broken
     * @param hint what to do
     */
    record Worded(String subject, String rule, String hint) {}

    static Worded of(String message, Collection<String> names) {
        Matcher undeclared = UNDECLARED.matcher(message);
        if (undeclared.matches()) {
            String name = undeclared.group(1);
            return new Worded(
                    name,
                    "\""
                            + name
                            + "\" is no point that this rule's device kinds have, no number among"
                            + " its parameters and no function",
                    Suggestions.hint(name, names));
        }
        Matcher noOverload = NO_OVERLOAD.matcher(message);
        if (noOverload.matches()) {
            return new Worded(
                    "",
                    operator(noOverload.group(1))
                            + " does not work on "
                            + types(noOverload.group(2)),
                    "compare numbers with numbers, flags with flags and texts with texts");
        }
        Matcher notAFlag = NOT_A_FLAG.matcher(message);
        if (notAFlag.matches()) {
            return new Worded(
                    "",
                    "a condition is true or false, and this is a " + types(notAFlag.group(1)),
                    "compare it with something");
        }
        return new Worded(
                "", "this is no condition: " + message, "mend the expression here or just before");
    }

    private static String operator(String function) {
        return switch (function) {
            case "_?_:_" -> "? :";
            case "-_" -> "-";
            case "!_" -> "!";
            default ->
                    function.startsWith("_") && function.endsWith("_") && function.length() > 2
                            ? function.substring(1, function.length() - 1)
                            : function;
        };
    }

    private static String types(String types) {
        return types.replace("(", "")
                .replace(")", "")
                .replace("double", "number")
                .replace("bool", "flag")
                .replace("string", "text");
    }
}
