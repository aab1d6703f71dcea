// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch.egress;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What matters in the head of an HTTP answer (RFC 9112 section 4).
 *
 * @param status 100 to 599
 * @param headers by lower-case name, the first of each
 */
record HttpHead(int status, Map<String, String> headers) {
    private static final Pattern STATUS_LINE =
            Pattern.compile("HTTP/1\\.[01] ([1-5][0-9][0-9])( .*)?");

    HttpHead {
        headers = Map.copyOf(headers);
    }

    /** Empty if the text does not begin as an HTTP/1 answer does. */
    static Optional<HttpHead> parse(String text) {
        String[] lines = text.split("\r?\n", -1);
        Matcher statusLine = STATUS_LINE.matcher(lines[0]);
        if (!statusLine.matches()) {
            return Optional.empty();
        }
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.putIfAbsent(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        return Optional.of(new HttpHead(Integer.parseInt(statusLine.group(1)), headers));
    }

    /** 0 when it is not told. */
    long contentLength() {
        String value = headers.getOrDefault("content-length", "0");
        return value.matches("[0-9]{1,18}") ? Long.parseLong(value) : 0;
    }

    /**
     * Retry-After in seconds or as a date (RFC 9110 section 10.2.3); empty if it is absent, past or
     * unreadable.
     */
    Optional<Duration> retryAfter(Instant now) {
        String value = headers.getOrDefault("retry-after", "");
        if (value.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Duration wait =
                    Duration.between(
                            now,
                            ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            return wait.isNegative() ? Optional.empty() : Optional.of(wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
