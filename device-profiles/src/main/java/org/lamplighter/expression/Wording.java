// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.expression;

import org.lamplighter.yaml.Suggestions;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what CEL found in the words of who wrote the expression. */
public final class Wording {
    private static final Pattern UNDECLARED =
            Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern NO_OVERLOAD =
            Pattern.compile(
                    "found no matching overload for '([^']*)' applied to '([^']*)'.*",
                    Pattern.DOTALL);
    private static final Pattern WRONG_RESULT =
            Pattern.compile("expected type '([^']*)' but found '([^']*)'");

    private Wording() {}

    /**
     * One message.
     *
     * @param subject the name it is about; empty if it is about a place
     * @param rule what is broken
     * @param hint what to do
     */
    public record Worded(String subject, String rule, String hint) {}

    /**
     * What an expression is.
     *
     * @param what such as {@code condition}
     * @param unknown what a name is that there is none of
     * @param wrong what to do about a result of another sort
     */
    public record Subject(String what, String unknown, String wrong) {
        /** A condition of a rule. */
        public static final Subject CONDITION =
                new Subject(
                        "condition",
                        "no point that this rule's device kinds have, no number among its"
                                + " parameters and no function",
                        "compare it with something");

        /** What computes a point. */
        Subject(Computation.Sort result) {
            this(
                    "expression",
                    "no point of this profile, no name that is read and no function",
                    switch (result) {
                        case NUMBER -> "compute a number, or declare the point with another type";
                        case FLAG -> "compare it with something, or declare a unit";
                        case TEXT ->
                                "give a text in quotes, or declare the point with another type";
                    });
        }
    }

    /** Words a message. */
    public static Worded of(String message, Collection<String> names, Subject subject) {
        Matcher undeclared = UNDECLARED.matcher(message);
        if (undeclared.matches()) {
            String name = undeclared.group(1);
            return new Worded(
                    name,
                    "\"" + name + "\" is " + subject.unknown(),
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
        Matcher wrongResult = WRONG_RESULT.matcher(message);
        if (wrongResult.matches()) {
            return new Worded(
                    "",
                    subject.equals(Subject.CONDITION)
                            ? "a condition is true or false, and this is a "
                                    + types(wrongResult.group(2))
                            : "this is to be a "
                                    + types(wrongResult.group(1))
                                    + ", and it is a "
                                    + types(wrongResult.group(2)),
                    subject.wrong());
        }
        return new Worded(
                "",
                "this is no " + subject.what() + ": " + message,
                "mend the expression here or just before");
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
