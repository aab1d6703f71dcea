// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.config;

import org.lamplighter.gateway.transport.ListenAddress;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlValue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What values a setting takes.
 *
 * @param <T> their type in Java
 * @param form the values in words, for the guide
 * @param reader reads one, or reports and gives nothing; its second argument is the key
 * @param writer writes one as it would be read
 */
public record Kind<T>(
        String form,
        BiFunction<YamlValue, String, Optional<T>> reader,
        Function<T, String> writer) {
    private static final int MAX_TEXT = 4_096;
    private static final int MAX_PORT = 65_535;
    private static final Pattern LISTEN = Pattern.compile("(.{1,255}):(\\d{1,5})");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)");
    private static final Pattern GATEWAY_NAME = Pattern.compile("[A-Za-z0-9_.]{1,32}");

    static Kind<Path> path() {
        return new Kind<>(
                "a folder",
                (value, key) -> value.text(key, MAX_TEXT).map(Path::of),
                Path::toString);
    }

    /** Text of one line; the empty text stands for none and cannot be written. */
    static Kind<String> text(String form) {
        return new Kind<>(form, (value, key) -> value.text(key, MAX_TEXT), Function.identity());
    }

    /** A file; the empty path stands for none and cannot be written. */
    static Kind<Path> file() {
        return new Kind<>(
                "a file", (value, key) -> value.text(key, MAX_TEXT).map(Path::of), Path::toString);
    }

    /** An address to listen at. */
    static Kind<ListenAddress> listen() {
        return new Kind<>(
                "HOST:PORT",
                (value, key) -> value.text(key, MAX_TEXT).flatMap(text -> listen(value, key, text)),
                ListenAddress::toString);
    }

    private static Optional<ListenAddress> listen(YamlValue value, String key, String text) {
        Matcher matcher = LISTEN.matcher(text);
        if (matcher.matches()) {
            int port = Integer.parseInt(matcher.group(2));
            if (port <= MAX_PORT) {
                return Optional.of(new ListenAddress(matcher.group(1), port));
            }
        }
        value.report(
                ConfigFault.BAD_ADDRESS,
                key + " is HOST:PORT with a port of 0 to " + MAX_PORT + ", not \"" + text + "\"",
                "write an address such as 0.0.0.0:1883");
        return Optional.empty();
    }

    static Kind<Integer> integer(int min, int max) {
        return new Kind<>(
                min + " to " + max,
                (value, key) -> value.integer(key, min, max).map(Long::intValue),
                String::valueOf);
    }

    static Kind<Duration> duration(Duration min, Duration max) {
        return new Kind<>(
                write(min) + " to " + write(max),
                (value, key) -> value.duration(key, min, max),
                Kind::write);
    }

    /** Bytes, written with a binary unit. */
    static Kind<Long> size(long min, long max) {
        return new Kind<>(
                write(min) + " to " + write(max),
                (value, key) ->
                        value.text(key, MAX_TEXT).flatMap(text -> size(value, key, text, min, max)),
                Kind::write);
    }

    static <E extends Enum<E>> Kind<E> word(Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        List<String> words = constants.stream().map(Kind::write).toList();
        return new Kind<>(
                String.join(" or ", words),
                (value, key) ->
                        value.word(key, words).map(word -> constants.get(words.indexOf(word))),
                Kind::write);
    }

    static Kind<String> gatewayName() {
        return new Kind<>(
                "1 to 32 letters, digits, _ or .",
                (value, key) ->
                        value.text(key, MAX_TEXT)
                                .filter(
                                        text -> {
                                            boolean good = GATEWAY_NAME.matcher(text).matches();
                                            if (!good) {
                                                value.report(
                                                        ConfigFault.BAD_NAME,
                                                        key
                                                                + " is 1 to 32 letters, digits, _"
                                                                + " or ., not \""
                                                                + text
                                                                + "\"",
                                                        "choose another name");
                                            }
                                            return good;
                                        }),
                Function.identity());
    }

    private static Optional<Long> size(
            YamlValue value, String key, String text, long min, long max) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            value.report(
                    ConfigFault.BAD_SIZE,
                    key + " is a size, not \"" + text + "\"",
                    "write a whole number and a unit of B, KiB, MiB or GiB, such as 64MiB");
            return Optional.empty();
        }
        int shift =
                switch (matcher.group(2)) {
                    case "KiB" -> 10;
                    case "MiB" -> 20;
                    case "GiB" -> 30;
                    default -> 0;
                };
        long bytes = Long.parseLong(matcher.group(1)) << shift;
        if (bytes < min || bytes > max) {
            value.report(
                    YamlIssue.OUT_OF_RANGE,
                    key + " is " + write(min) + " to " + write(max) + ", not " + text,
                    "choose a value within");
            return Optional.empty();
        }
        return Optional.of(bytes);
    }

    private static String write(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1_000 != 0 || millis == 0) {
            return millis + "ms";
        }
        if (millis % 86_400_000 == 0) {
            return millis / 86_400_000 + "d";
        }
        if (millis % 3_600_000 == 0) {
            return millis / 3_600_000 + "h";
        }
        return millis % 60_000 == 0 ? millis / 60_000 + "m" : millis / 1_000 + "s";
    }

    private static String write(long bytes) {
        for (int unit = 3; unit > 0; unit--) {
            long size = 1L << (10 * unit);
            if (bytes >= size && bytes % size == 0) {
                return bytes / size + List.of("B", "KiB", "MiB", "GiB").get(unit);
            }
        }
        return bytes + "B";
    }

    private static <E extends Enum<E>> String write(E constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
