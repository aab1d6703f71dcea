// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.checksum;

import org.lamplighter.reading.Payload;

import java.util.List;
import java.util.Optional;

/**
 * A checksum over some bytes of a frame. The value is a number; the order of its bytes in the frame
 * is the frame's matter.
 */
public sealed interface Checksum permits Sum, Xor, Crc {
    /** The checksum of this name; throws if there is none. */
    static Checksum of(String name) {
        return find(name)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "there is no checksum \"" + name + "\"; " + hint(name)));
    }

    /** The checksum of this name, if there is one. */
    static Optional<Checksum> find(String name) {
        return Catalogue.find(name);
    }

    /** All names, such as {@code sum8} and {@code crc16-modbus}. */
    static List<String> names() {
        return Catalogue.names();
    }

    /** What to do about a name that is none. */
    static String hint(String name) {
        return Catalogue.hint(name);
    }

    /** The name in profiles. */
    String name();

    /** How many bytes the value takes: 1, 2 or 4. */
    int bytes();

    /**
     * The checksum of the bytes from {@code from} up to but without {@code to}, without sign.
     *
     * @throws IndexOutOfBoundsException if the range is not within the bytes
     */
    long over(byte[] bytes, int from, int to);

    /** The same of a payload. */
    long over(Payload bytes, int from, int to);
}
