// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.quarantine;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which frames of the quarantine are meant; what is empty does not matter.
 *
 * @param profile the profile that the frame's device has now
 * @param reason why it is there
 * @param device whose it is
 * @param after those that stand behind this one
 */
record QuarantineFilter(String profile, String reason, String device, Place after) {
    /**
     * A place in the order of the quarantine: partition, then offset of {@code frames}.
     *
     * @param partition the partition
     * @param offset the offset in it
     */
    record Place(int partition, long offset) {
        /** Before all frames. */
        static final Place START = new Place(-1, -1);

        private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})-([0-9]{1,18})");

        static Optional<Place> parse(String text) {
            Matcher matcher = TEXT.matcher(text);
            return matcher.matches()
                    ? Optional.of(
                            new Place(
                                    Integer.parseInt(matcher.group(1)),
                                    Long.parseLong(matcher.group(2))))
                    : Optional.empty();
        }

        static Place of(KeptFrame frame) {
            return new Place(frame.origin().partition(), frame.origin().offset());
        }

        String text() {
            return partition + "-" + offset;
        }
    }
}
