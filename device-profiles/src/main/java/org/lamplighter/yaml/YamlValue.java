// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.yaml;

import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value at its place. Each reading method gives the value as what it is asked for, or reports an
 * issue and gives nothing, so that the rest can still be checked.
 */
public final class YamlValue {
    private static final Pattern INTEGER = Pattern.compile("[-+]?\\d{1,19}");
    private static final Pattern HEX_INTEGER = Pattern.compile("0x[0-9a-fA-F]{1,16}");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?\\d{1,30}(\\.\\d{1,30})?([eE][-+]?\\d{1,2})?");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private final Node node;
    private final Issues issues;

    YamlValue(Node node, Issues issues) {
        this.node = node;
        this.issues = issues;
    }

    /** Reports something about this value. */
    public void report(IssueKind kind, String rule, String hint) {
        issues.add(kind, place(), rule, hint);
    }

    /**
     * Reports something about a part of this single value, such as a name within an expression.
     *
     * @param offset where the part begins, from 0; a value over several lines is reported as a
     *     whole
     * @param length how many characters are meant
     */
    public void reportPart(IssueKind kind, int offset, int length, String rule, String hint) {
        Place whole = place();
        boolean inOneLine =
                node instanceof ScalarNode scalar
                        && !scalar.getValue().contains("\n")
                        && (scalar.getScalarStyle() == ScalarStyle.PLAIN
                                || scalar.getScalarStyle() == ScalarStyle.SINGLE_QUOTED
                                || scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED);
        if (!inOneLine || offset < 0) {
            issues.add(kind, whole, rule, hint);
            return;
        }
        int quote = ((ScalarNode) node).getScalarStyle() == ScalarStyle.PLAIN ? 0 : 1;
        issues.add(
                kind,
                new Place(whole.line(), whole.column() + quote + offset, Math.max(1, length)),
                rule,
                hint);
    }

    /** The line it stands in, from 1. */
    public int line() {
        return place().line() + 1;
    }

    public boolean isMap() {
        return node instanceof MappingNode;
    }

    /** Whether it is a mapping with this key; nothing is reported. */
    public boolean hasKey(String key) {
        return node instanceof MappingNode mapping
                && mapping.getValue().stream()
                        .anyMatch(
                                entry ->
                                        entry.getKeyNode() instanceof ScalarNode scalar
                                                && scalar.getValue().equals(key));
    }

    /** The value of a key of a mapping, if it is one and has it; nothing is reported. */
    public Optional<YamlValue> member(String key) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(
                                entry ->
                                        entry.getKeyNode() instanceof ScalarNode scalar
                                                && scalar.getValue().equals(key))
                        .findFirst()
                        .map(entry -> new YamlValue(entry.getValueNode(), issues))
                : Optional.empty();
    }

    /** A mapping without one of its keys; anything else is itself. */
    public YamlValue without(String key) {
        return node instanceof MappingNode mapping
                ? new YamlValue(
                        new MappingNode(
                                mapping.getTag(),
                                true,
                                mapping.getValue().stream()
                                        .filter(
                                                entry ->
                                                        !(entry.getKeyNode()
                                                                        instanceof ScalarNode scalar
                                                                && scalar.getValue().equals(key)))
                                        .toList(),
                                mapping.getFlowStyle(),
                                mapping.getStartMark(),
                                mapping.getEndMark()),
                        issues)
                : this;
    }

    /** The keys of a mapping; nothing is reported. */
    public Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode scalar) {
                    keys.add(scalar.getValue());
                }
            }
        }
        return keys;
    }

    /** The single values of a mapping, by key; nothing is reported. */
    public List<String> singleValues() {
        List<String> values = new ArrayList<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getValueNode() instanceof ScalarNode scalar) {
                    values.add(scalar.getValue());
                }
            }
        }
        return values;
    }

    /** Whether it is this single word; nothing is reported. */
    public boolean isWord(String word) {
        return node instanceof ScalarNode scalar && scalar.getValue().equals(word);
    }

    /** Whether it is a single value of some form; nothing is reported. */
    public boolean looksLike(String regex) {
        return node instanceof ScalarNode scalar && scalar.getValue().matches(regex);
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /**
     * As a mapping with known keys; other keys are reported.
     *
     * @param what what the mapping is, for messages: {@code a point}
     */
    public Optional<YamlMap> map(String what, Collection<String> keys) {
        return openMap(what).map(map -> map.allowing(keys));
    }

    /** As a mapping whose keys are names of their own. */
    public Optional<YamlMap> openMap(String what) {
        if (node instanceof MappingNode mapping) {
            return Optional.of(YamlMap.of(what, mapping, this, issues));
        }
        report(
                YamlIssue.WRONG_SHAPE,
                what + " is a mapping, not " + shape(),
                "write key: value pairs, indented below or within { }");
        return Optional.empty();
    }

    /** As a list. */
    public Optional<List<YamlValue>> list(String what) {
        if (node instanceof SequenceNode sequence) {
            return Optional.of(
                    sequence.getValue().stream().map(item -> new YamlValue(item, issues)).toList());
        }
        report(
                YamlIssue.WRONG_SHAPE,
                what + " is a list, not " + shape(),
                "write the items within [ ], or below each other with a dash");
        return Optional.empty();
    }

    /** As a text of 1 to {@code maxLength} characters. */
    public Optional<String> text(String what, int maxLength) {
        if (!(node instanceof ScalarNode scalar)) {
            report(
                    YamlIssue.WRONG_SHAPE,
                    what + " is a single value, not " + shape(),
                    "write one value");
            return Optional.empty();
        }
        String text = scalar.getValue();
        if (text.isEmpty() || text.length() > maxLength) {
            report(
                    YamlIssue.OUT_OF_RANGE,
                    what + " has 1 to " + maxLength + " characters, not " + text.length(),
                    text.isEmpty() ? "write it" : "shorten it");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    /** As one of some words. */
    public Optional<String> word(String what, Collection<String> words) {
        Optional<String> text = text(what, 200);
        if (text.isPresent() && !words.contains(text.get())) {
            report(
                    YamlIssue.UNKNOWN_WORD,
                    what + " is one of " + Suggestions.list(words) + ", not \"" + text.get() + "\"",
                    Suggestions.hint(text.get(), words));
            return Optional.empty();
        }
        return text;
    }

    public Optional<Boolean> flag(String what) {
        return text(what, 200)
                .flatMap(
                        text -> {
                            boolean yes = text.equals("true");
                            if (yes || text.equals("false")) {
                                return Optional.of(yes);
                            }
                            report(
                                    YamlIssue.BAD_FLAG,
                                    what + " is true or false, not \"" + text + "\"",
                                    "write true or false");
                            return Optional.empty();
                        });
    }

    /** As an integer, decimal or with {@code 0x}, within limits. */
    public Optional<Long> integer(String what, long min, long max) {
        Optional<String> text = text(what, 200);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Long> number = parseInteger(text.get());
        if (number.isEmpty()) {
            report(
                    YamlIssue.BAD_NUMBER,
                    what + " is an integer, not \"" + text.get() + "\"",
                    "write digits, or 0x and hexadecimal digits");
            return Optional.empty();
        }
        if (number.get() < min || number.get() > max) {
            report(
                    YamlIssue.OUT_OF_RANGE,
                    what + " is " + min + " to " + max + ", not " + number.get(),
                    "choose a value within");
            return Optional.empty();
        }
        return number;
    }

    private static Optional<Long> parseInteger(String text) {
        try {
            if (HEX_INTEGER.matcher(text).matches()) {
                return Optional.of(Long.parseUnsignedLong(text, 2, text.length(), 16));
            }
            return INTEGER.matcher(text).matches()
                    ? Optional.of(Long.parseLong(text))
                    : Optional.empty();
        } catch (NumberFormatException beyondLong) {
            return Optional.empty();
        }
    }

    /** As an exact decimal number; {@code 0x} for integers. */
    public Optional<BigDecimal> decimal(String what) {
        Optional<String> text = text(what, 200);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Long> integer = parseInteger(text.get());
        if (integer.isPresent()) {
            return integer.map(BigDecimal::valueOf);
        }
        if (DECIMAL.matcher(text.get()).matches()) {
            return Optional.of(new BigDecimal(text.get()));
        }
        report(
                YamlIssue.BAD_NUMBER,
                what + " is a number, not \"" + text.get() + "\"",
                "write digits with at most one decimal point");
        return Optional.empty();
    }

    /**
     * One number over another.
     *
     * @param divisor not zero
     */
    public record Quotient(BigDecimal dividend, BigDecimal divisor) {}

    /** As an exact number: decimal, or one over another such as {@code 1/128}. */
    public Optional<Quotient> ratio(String what) {
        Optional<String> text = text(what, 200);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = text.get().split("/", 2);
        if (parts.length == 2
                && DECIMAL.matcher(parts[0].strip()).matches()
                && DECIMAL.matcher(parts[1].strip()).matches()
                && new BigDecimal(parts[1].strip()).signum() != 0) {
            return Optional.of(
                    new Quotient(
                            new BigDecimal(parts[0].strip()), new BigDecimal(parts[1].strip())));
        }
        return decimal(what).map(number -> new Quotient(number, BigDecimal.ONE));
    }

    /** As a duration: a number and one of ms, s, m, h, d. */
    public Optional<Duration> duration(String what, Duration min, Duration max) {
        Optional<String> text = text(what, 200);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher matcher = DURATION.matcher(text.get());
        if (!matcher.matches()) {
            report(
                    YamlIssue.BAD_DURATION,
                    what + " is a duration, not \"" + text.get() + "\"",
                    "write a whole number and a unit of ms, s, m, h or d, such as 90s");
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration duration =
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "h" -> Duration.ofHours(amount);
                    default -> Duration.ofDays(amount);
                };
        if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
            report(
                    YamlIssue.OUT_OF_RANGE,
                    what + " is " + words(min) + " to " + words(max) + ", not " + text.get(),
                    "choose a value within");
            return Optional.empty();
        }
        return Optional.of(duration);
    }

    public Optional<Instant> time(String what) {
        Optional<String> text = text(what, 200);
        try {
            return text.map(Instant::parse);
        } catch (DateTimeException e) {
            report(
                    YamlIssue.BAD_TIME,
                    what + " is a time, not \"" + text.orElse("") + "\"",
                    "write it as 2026-01-31T08:00:00Z");
            return Optional.empty();
        }
    }

    /** As a time, within limits. */
    public Optional<Instant> time(String what, Instant min, Instant max) {
        Optional<Instant> time = time(what);
        if (time.isPresent() && (time.get().isBefore(min) || time.get().isAfter(max))) {
            report(
                    YamlIssue.OUT_OF_RANGE,
                    what + " is " + min + " to " + max + ", not " + time.get(),
                    "choose a value within");
            return Optional.empty();
        }
        return time;
    }

    /** As bytes in hexadecimal digits, with or without blanks. */
    public Optional<byte[]> hex(String what, int maxBytes) {
        Optional<String> text = text(what, 4 * maxBytes);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String digits = text.get().replaceAll("\\s", "").toLowerCase(Locale.ROOT);
        if (digits.length() % 2 != 0 || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            report(
                    YamlIssue.BAD_HEX,
                    what + " is hexadecimal bytes, not \"" + text.get() + "\"",
                    "write two digits of 0-9 and a-f for each byte");
            return Optional.empty();
        }
        if (digits.length() > 2 * maxBytes) {
            report(
                    YamlIssue.OUT_OF_RANGE,
                    what + " has at most " + maxBytes + " bytes, not " + digits.length() / 2,
                    "shorten it");
            return Optional.empty();
        }
        return Optional.of(HexFormat.of().parseHex(digits));
    }

    private static String words(Duration duration) {
        long seconds = duration.toSeconds();
        if (duration.toMillis() % 1000 != 0) {
            return duration.toMillis() + "ms";
        } else if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        } else if (seconds % 3600 != 0) {
            return seconds / 60 + "m";
        }
        return seconds % 86_400 == 0 ? seconds / 86_400 + "d" : seconds / 3600 + "h";
    }

    private String shape() {
        return switch (node) {
            case MappingNode mapping -> "a mapping";
            case SequenceNode sequence -> "a list";
            default -> "a single value";
        };
    }

    Node node() {
        return node;
    }

    Issues issues() {
        return issues;
    }

    Place place() {
        return placeOf(node);
    }

    static Place placeOf(Node node) {
        Optional<Mark> start = node.getStartMark();
        Optional<Mark> end = node.getEndMark();
        if (start.isEmpty()) {
            return Place.START;
        }
        Place place = YamlReader.placeOf(start.get());
        boolean oneLine = end.isPresent() && end.get().getLine() == place.line();
        boolean scalar = node instanceof ScalarNode;
        int length = oneLine && scalar ? end.get().getColumn() - place.column() : 1;
        return new Place(place.line(), place.column(), Math.max(1, length));
    }
}
