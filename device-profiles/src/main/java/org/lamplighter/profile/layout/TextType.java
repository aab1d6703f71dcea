// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

/** How a text is written. */
public enum TextType {
    /** ASCII, without the zeros and blanks at its end. */
    ASCII,
    /** UTF-8, without the zeros and blanks at its end. */
    UTF8,
    /** The bytes in hexadecimal digits. */
    HEX,
    /** Two decimal digits a byte, to the first half byte of 15; 10 to 14 are none. */
    DIGITS,
    /** The bytes as numbers joined by dots. */
    VERSION,
    /** The bytes in hexadecimal digits, without a zero in front, joined by dots. */
    VERSION_HEX,
    /** The halves of the bytes as numbers joined by dots. */
    VERSION_NIBBLES;

    /** Whether it is made byte by byte, so that its bytes may be sent in the other order. */
    public boolean isOrdered() {
        return switch (this) {
            case HEX, DIGITS, VERSION, VERSION_HEX, VERSION_NIBBLES -> true;
            case ASCII, UTF8 -> false;
        };
    }

    /** The most bytes of such a text, so that it is one that is kept. */
    public int maxLength() {
        return switch (this) {
            case ASCII, UTF8 -> 1024;
            case HEX, DIGITS -> 512;
            case VERSION, VERSION_HEX, VERSION_NIBBLES -> 16;
        };
    }
}
