// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.scenario;

import org.lamplighter.rule.Spans;
import org.lamplighter.yaml.YamlValue;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times since the beginning of a scenario: one duration or several in a row, such as {@code 90s} or
 * {@code 2d12h}.
 */
final class Moments {
    /** The longest a scenario may last. */
    static final Duration LONGEST = Duration.ofDays(60);

    private static final Pattern ALL = Pattern.compile("(\\d{1,9}(ms|s|m|h|d))+");
    private static final Pattern ONE = Pattern.compile("\\d{1,9}(ms|s|m|h|d)");

    private Moments() {}

    static Optional<Duration> parse(String text) {
        if (!ALL.matcher(text).matches() || text.length() > 64) {
            return Optional.empty();
        }
        Duration sum = Duration.ZERO;
        Matcher one = ONE.matcher(text);
        while (one.find()) {
            sum = sum.plus(Spans.parse(one.group()).orElseThrow());
        }
        return sum.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(sum);
    }

    static String format(Duration moment) {
        if (moment.isZero()) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        part(text, moment.toDays(), "d");
        part(text, moment.toHoursPart(), "h");
        part(text, moment.toMinutesPart(), "m");
        part(text, moment.toSecondsPart(), "s");
        part(text, moment.toMillisPart(), "ms");
        return text.toString();
    }

    private static void part(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }

    /** As a time since the beginning; anything else is reported. */
    static Optional<Duration> read(YamlValue value, String what) {
        Optional<String> text = value.text(what, 64);
        Optional<Duration> moment = text.flatMap(Moments::parse);
        if (text.isPresent() && moment.isEmpty()) {
            value.report(
                    ScenarioFault.BAD_MOMENT,
                    what
                            + " is a time since the beginning of at most "
                            + format(LONGEST)
                            + ", not \""
                            + text.get()
                            + "\"",
                    "write it as 90s or 2d12h");
        }
        return moment;
    }
}
