// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.archive;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long the buckets of down-sampled readings are, written such as {@code 5m}. Buckets are
 * counted from 1970 in UTC, so those of two questions lie upon each other.
 *
 * @param seconds 1 to 366 days
 */
record BucketSize(long seconds) {
    /** The longest bucket. */
    static final Duration LONGEST = Duration.ofDays(366);

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,8})([smhd])");

    static Optional<BucketSize> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long unit =
                switch (matcher.group(2).charAt(0)) {
                    case 's' -> 1;
                    case 'm' -> 60;
                    case 'h' -> 3_600;
                    default -> 86_400;
                };
        long seconds = Long.parseLong(matcher.group(1)) * unit;
        return seconds >= 1 && seconds <= LONGEST.toSeconds()
                ? Optional.of(new BucketSize(seconds))
                : Optional.empty();
    }

    /** Whether the archive's hours add up to such buckets. */
    boolean isWholeHours() {
        return seconds % 3_600 == 0;
    }

    /** The beginning of the bucket that {@code time} lies in. */
    Instant floor(Instant time) {
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
    }

    /** The end of the last bucket that begins before {@code time}. */
    Instant ceiling(Instant time) {
        Instant floor = floor(time);
        return floor.equals(time) ? time : floor.plusSeconds(seconds);
    }

    /** As it is written, in the largest unit that fits. */
    String text() {
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (isWholeHours()) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
