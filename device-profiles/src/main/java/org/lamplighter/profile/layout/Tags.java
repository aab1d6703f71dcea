// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

import java.util.List;
import java.util.Optional;

/**
 * How values stand behind keys.
 *
 * @param key the names of the bytes of a key, 1 to 4; empty for a byte without a name
 * @param length the length of a value, if it stands there: then each value is a part of its own
 * @param lengthFirst whether it stands before the key
 * @param tags what the keys mean
 * @param unknown what a key is that is not among them
 * @param samples whether the values belong to readings of their own
 */
public record Tags(
        List<Optional<String>> key,
        Optional<Amount.Read> length,
        boolean lengthFirst,
        List<Tag> tags,
        Unknown unknown,
        Optional<Samples> samples) {
    /** The longest key, in bytes. */
    public static final int MAX_KEY = 4;

    public Tags {
        key = List.copyOf(key);
        tags = List.copyOf(tags);
    }

    /**
     * What one key means.
     *
     * @param mask the bits of the key that count
     * @param value what they are
     */
    public record Tag(long mask, long value, List<Field> fields) {
        public Tag {
            fields = List.copyOf(fields);
        }
    }

    /**
     * Readings one after the other, of which the next begins where a key's first byte is not
     * greater than the one before.
     *
     * @param low the lowest bit of that byte that is compared
     * @param high the highest
     */
    public record Samples(OwnReading reading, int low, int high) {}

    /** What an unknown key is. */
    public enum Unknown {
        FAULT,
        /** The end: what is left of the part means nothing here. */
        STOP,
        /** Passed over, by its length. */
        SKIP
    }
}
