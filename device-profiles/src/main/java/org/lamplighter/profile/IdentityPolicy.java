// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How a frame is recognised when it comes again. A platform's number of the packet goes before all.
 *
 * @param by what of the frame it is recognised by
 * @param window how far apart two frames that carry the same must be received to be two, where no
 *     device time that is believed tells them apart
 */
public record IdentityPolicy(By by, Duration window) {
    /** What of a frame tells a copy from another frame. */
    public enum By {
        /**
         * By sequence number and device time, else by device time and bytes, else by its bytes
         * within the window.
         */
        ALL,
        /**
         * By its sequence number alone, within the window: for devices that change other bytes,
         * such as the signal's strength, when they send again. The window is to be shorter than the
         * number takes to come round.
         */
        SEQUENCE,
        /** By its device time alone, where that is believed. */
        TIME,
        /** By its bytes alone, within the window. */
        BYTES;

        /** What profiles call them. */
        static List<String> words() {
            return Arrays.stream(values()).map(by -> by.name().toLowerCase(Locale.ROOT)).toList();
        }

        static By of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** The longest window; as long as a copy may be late. */
    public static final Duration LONGEST = Duration.ofMinutes(15);

    private static final Duration LONGEST_DEFAULT = Duration.ofSeconds(60);

    /** The policy of a profile that names none: a window of a quarter interval, at most 60 s. */
    public static IdentityPolicy defaultFor(Duration expectedInterval) {
        Duration quarter = expectedInterval.dividedBy(4);
        return new IdentityPolicy(
                By.ALL, quarter.compareTo(LONGEST_DEFAULT) < 0 ? quarter : LONGEST_DEFAULT);
    }
}
