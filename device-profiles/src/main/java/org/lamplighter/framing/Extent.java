// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.framing;

import org.lamplighter.reading.Payload;

/** Where a frame ends. */
public sealed interface Extent {
    /**
     * After as many bytes as a field tells.
     *
     * @param at where the field is, from the first start byte
     * @param width its bytes, 1 to 4
     * @param littleEndian whether its lowest byte comes first
     * @param plus how many bytes a frame has more than the field tells; may be negative
     */
    record Length(int at, int width, boolean littleEndian, int plus) implements Extent {}

    /** After so many bytes, always. */
    record Fixed(int bytes) implements Extent {}

    /** After these bytes, which are part of it. */
    record Until(Payload delimiter) implements Extent {}

    /** With the datagram. Not for streams. */
    record Datagram() implements Extent {}
}
