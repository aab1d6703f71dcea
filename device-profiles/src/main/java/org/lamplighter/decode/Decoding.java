// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import org.lamplighter.duplicate.DuplicateKey;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Reading;

import java.util.List;

/** What a frame gave. */
public sealed interface Decoding {
    /**
     * What it says.
     *
     * @param readings at least one, in the order of the frame
     * @param identity what the frame is recognised by when it comes again
     * @param ignoredMembers how many members the profile does not know; to be counted
     */
    record Decoded(List<Reading> readings, DuplicateKey identity, int ignoredMembers)
            implements Decoding {
        public Decoded {
            readings = List.copyOf(readings);
        }
    }

    /**
     * Why it says nothing.
     *
     * @param fault what sort of fault
     * @param detail what was found and what was expected, at most {@value #MAX_DETAIL} printable
     *     characters
     */
    record Undecodable(DecodeFault fault, String detail) implements Decoding {
        /** The longest detail, in characters. */
        public static final int MAX_DETAIL = 300;
    }
}
