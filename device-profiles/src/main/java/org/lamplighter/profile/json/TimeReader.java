// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.json;

import org.lamplighter.profile.binary.UseReader;
import org.lamplighter.profile.layout.DocumentLayout.TimeForm;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads how a time is written. */
final class TimeReader {
    /** The uses that are times. */
    static final List<String> USES =
            List.of("time", "unix-seconds", "unix-milliseconds", "seconds", "age");

    /** What else belongs to them. */
    static final List<String> KEYS = List.of("since", "unit", "format");

    private static final Map<String, String> KEY_OF_USE =
            Map.of("time", "format", "seconds", "since", "age", "unit");

    private TimeReader() {}

    /** The form of a time that {@code use} names in a mapping. */
    static Optional<TimeForm> read(String use, YamlMap map) {
        for (String key : KEYS) {
            if (map.has(key) && !key.equals(KEY_OF_USE.get(use))) {
                map.requireKey(key)
                        .report(
                                YamlIssue.EXCLUSIVE_KEYS,
                                key + " does not go with the use " + use,
                                "remove it, or choose another use");
            }
        }
        return switch (use) {
            case "time" ->
                    map.has("format")
                            ? map.find("format").flatMap(TimeReader::pattern)
                            : Optional.of(new TimeForm.IsoOrMillis());
            case "unix-seconds" ->
                    Optional.of(new TimeForm.Since(Instant.EPOCH, Duration.ofSeconds(1)));
            case "unix-milliseconds" ->
                    Optional.of(new TimeForm.Since(Instant.EPOCH, Duration.ofMillis(1)));
            case "seconds" ->
                    map.need("since", "2000-01-01T00:00:00Z")
                            .flatMap(UseReader::since)
                            .map(since -> new TimeForm.Since(since, Duration.ofSeconds(1)));
            default ->
                    map.need("unit", "s")
                            .flatMap(v -> v.word("unit", UseReader.TIME_UNITS.keySet()))
                            .map(UseReader.TIME_UNITS::get)
                            .map(TimeForm.Age::new);
        };
    }

    private static Optional<TimeForm> pattern(YamlValue value) {
        Optional<String> text = value.text("format", 64);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            DateTimeFormatter known = DateTimeFormatter.ofPattern(text.get(), Locale.ROOT);
            return Optional.of(known).map(formatter -> new TimeForm.Pattern(text.get()));
        } catch (IllegalArgumentException e) {
            value.report(
                    YamlIssue.BAD_TIME,
                    "format is a pattern of a date and time, not \"" + text.get() + "\"",
                    "write it such as yyyyMMddHHmmss, with what stands for itself in ''");
            return Optional.empty();
        }
    }
}
