// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.binary;

import org.lamplighter.profile.ProfileIssue;
import org.lamplighter.profile.layout.Range;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlValue;

import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one integer, or two with a dash for all from one to the other. */
public final class Ranges {
    private static final Pattern RANGE =
            Pattern.compile(
                    "(0x[0-9a-fA-F]{1,16}|-?\\d{1,19}) *- *(0x[0-9a-fA-F]{1,16}|-?\\d{1,19})");

    private Ranges() {}

    /** Reads a range within limits. */
    public static Optional<Range> read(YamlValue value, String what, long min, long max) {
        Optional<String> text = value.text(what, 100);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher matcher = RANGE.matcher(text.get());
        if (!matcher.matches()) {
            return value.integer(what, min, max).map(n -> new Range(n, n));
        }
        Optional<Long> low = number(matcher.group(1));
        Optional<Long> high = number(matcher.group(2));
        if (low.isEmpty() || high.isEmpty() || low.get() > high.get()) {
            value.report(
                    YamlIssue.BAD_NUMBER,
                    what
                            + " is an integer, or a lower and a higher one with a dash, not \""
                            + text.get()
                            + "\"",
                    "write 7, 4-7 or -7--4");
            return Optional.empty();
        }
        if (low.get() < min || high.get() > max) {
            value.report(
                    YamlIssue.OUT_OF_RANGE,
                    what + " is " + min + " to " + max + ", not " + text.get(),
                    "choose values within");
            return Optional.empty();
        }
        return Optional.of(new Range(low.get(), high.get()));
    }

    /** Reads a range of raw values. */
    static Optional<Range> raw(YamlValue value, RawRange raw) {
        Optional<Range> written =
                read(value, "a raw value", Long.MIN_VALUE, Long.MAX_VALUE)
                        .map(r -> ordered(r, raw::rawOf));
        if (written.isPresent()
                && (written.get().low() < raw.min() || written.get().high() > raw.max())) {
            long wrong =
                    written.get().high() > raw.max() ? written.get().high() : written.get().low();
            value.report(
                    ProfileIssue.BEYOND_WIDTH,
                    "the integer is " + raw.min() + " to " + raw.max() + " and never " + wrong,
                    "choose a value within, or a wider type");
            return Optional.empty();
        }
        return written;
    }

    private static Range ordered(Range range, LongUnaryOperator each) {
        long low = each.applyAsLong(range.low());
        long high = each.applyAsLong(range.high());
        return new Range(Math.min(low, high), Math.max(low, high));
    }

    /** Whether a range overlaps none before it; else that is reported. */
    public static boolean isFree(YamlValue at, Range range, List<Range> before, String what) {
        for (Range other : before) {
            if (range.overlaps(other)) {
                long number = Math.max(range.low(), other.low());
                at.report(
                        ProfileIssue.READ_TWICE,
                        "there is already a " + what + " " + number,
                        "keep one of them");
                return false;
            }
        }
        before.add(range);
        return true;
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(
                    text.startsWith("0x")
                            ? Long.parseUnsignedLong(text, 2, text.length(), 16)
                            : Long.parseLong(text));
        } catch (NumberFormatException beyondLong) {
            return Optional.empty();
        }
    }
}
