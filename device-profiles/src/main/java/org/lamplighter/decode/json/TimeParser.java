// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.json;

import org.jspecify.annotations.Nullable;
import org.lamplighter.decode.DeviceTimes;
import org.lamplighter.profile.layout.DocumentLayout.TimeForm;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** Reads times; what is none is a time that is not believed, and never a fault. Immutable. */
final class TimeParser {
    private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal MILLISECOND = BigDecimal.valueOf(1, 3);
    private static final BigDecimal MOST = BigDecimal.valueOf(1, -17);
    private static final int MAX_LENGTH = 100;

    private final TimeForm form;
    private final ZoneId zone;
    private final @Nullable DateTimeFormatter formatter;

    /**
     * Compiles a form.
     *
     * @param zone where a time without an offset is
     */
    TimeParser(TimeForm form, ZoneId zone) {
        this.form = form;
        this.zone = zone;
        this.formatter =
                form instanceof TimeForm.Pattern(String pattern)
                        ? DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                        : null;
    }

    /**
     * The time that a value is.
     *
     * @param received when its frame was received
     */
    Optional<Instant> parse(Node node, Instant received) {
        return switch (form) {
            case TimeForm.IsoOrMillis iso ->
                    node instanceof Node.Text text
                            ? DeviceTimes.parseIso(text.text)
                            : units(node, MILLISECOND, Instant.EPOCH);
            case TimeForm.Since since ->
                    units(node, BigDecimal.valueOf(since.unit().toMillis(), 3), since.zero());
            case TimeForm.Age age ->
                    units(node, BigDecimal.valueOf(-age.unit().toMillis(), 3), received);
            case TimeForm.Pattern pattern -> formatted(node);
        };
    }

    private static Optional<Instant> units(Node node, BigDecimal unit, Instant zero) {
        BigDecimal number = Decimals.of(node);
        return number == null || number.abs().compareTo(MOST) > 0
                ? Optional.empty()
                : after(number.multiply(unit), zero);
    }

    /**
     * So many seconds after an instant, to the microsecond, if that is no more than 8,000 years
     * away.
     */
    static Optional<Instant> after(BigDecimal seconds, Instant zero) {
        if (seconds.abs().compareTo(MOST) > 0) {
            return Optional.empty();
        }
        BigDecimal[] parts =
                seconds.multiply(MICROS).setScale(0, RoundingMode.FLOOR).divideAndRemainder(MICROS);
        return DeviceTimes.ofUnits(parts[0].longValue(), 1000, zero.toEpochMilli())
                .map(time -> time.plusNanos(parts[1].longValue() * 1000));
    }

    private Optional<Instant> formatted(Node node) {
        if (formatter == null || !(node instanceof Node.Text || node instanceof Node.Numeric)) {
            return Optional.empty();
        }
        String text =
                node instanceof Node.Text written
                        ? written.text
                        : Values.integer(node).isPresent()
                                ? Long.toString(Values.integer(node).getAsLong())
                                : "";
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            TemporalAccessor parsed = formatter.parse(text);
            return Optional.of(
                    parsed.isSupported(ChronoField.INSTANT_SECONDS)
                            ? Instant.from(parsed)
                            : LocalDateTime.from(parsed).atZone(zone).toInstant());
        } catch (DateTimeException | ArithmeticException noTime) {
            return Optional.empty();
        }
    }
}
