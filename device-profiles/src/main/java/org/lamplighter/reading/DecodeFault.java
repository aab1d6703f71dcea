// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.reading;

/**
 * Why a frame gave no reading. The same constant is the {@code reason} header of the quarantine
 * record, the tag of the metric and the word in messages; constants are only ever added.
 */
public enum DecodeFault {
    /** The registry knew no such device, also not some seconds later. Found by the job. */
    UNKNOWN_DEVICE,
    /** The registry knew no such profile, also not some seconds later. Found by the job. */
    UNKNOWN_PROFILE,
    /** The payload has no bytes. */
    EMPTY_PAYLOAD,
    /** The payload is not one JSON object. */
    NOT_JSON,
    /** A member of the object stands there twice, or a reading has two values of one point. */
    REPEATED_MEMBER,
    /** Nesting, a number, a name or a text is larger than a decoder reads. */
    LIMIT_EXCEEDED,
    /** A point's value is of another type than its profile says. */
    WRONG_TYPE,
    /** A number is NaN, infinite or too large for a double. */
    NOT_FINITE,
    /** The frame has none of the profile's points. */
    MISSING_POINT,
    /** The payload ends before its layout does. */
    TOO_SHORT,
    /** The payload goes on after its layout ended. */
    TOO_LONG,
    /** Bytes that are always the same are not so here. */
    WRONG_CONSTANT,
    /** The length that the frame tells is not its length. */
    WRONG_LENGTH,
    /** The frame's checksum does not fit its bytes. */
    WRONG_CHECKSUM,
    /** No layout belongs to this channel or message type. */
    UNKNOWN_LAYOUT,
    /** A raw value stands for nothing in the profile's list of values. */
    UNKNOWN_VALUE,
    /** A bug of this program; please report it with the profile and the frame. */
    DECODER_FAILED
}
