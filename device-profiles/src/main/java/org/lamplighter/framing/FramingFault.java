// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.framing;

/** Why bytes of a stream are no frame; the tag of the metric. */
public enum FramingFault {
    /** They are not the start bytes. */
    NO_START,
    /** The length field tells less than any frame has, or more than is taken. */
    BAD_LENGTH,
    /** The end does not come within the most bytes of a frame. */
    TOO_LONG,
    /** The end comes before what every frame has. */
    TOO_SHORT,
    /** The last bytes are not those of a frame. */
    BAD_TAIL,
    /** The checksum is another. */
    BAD_CHECKSUM,
    /** The escape byte stands before a byte that it does not escape. */
    BAD_ESCAPE,
    /** The identity is none: other digits, other characters, or nothing. */
    BAD_IDENTITY,
    /** The stream or datagram ended within the frame. */
    TRUNCATED
}
