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
    /** The bytes in hexadecimal digits, the last byte first. */
    HEX_REVERSED,
    /** Two decimal digits a byte; it ends before a digit above 9. */
    DIGITS,
    /** Two decimal digits a byte, the last byte first; it ends before a digit above 9. */
    DIGITS_REVERSED,
    /** The bytes as numbers joined by dots. */
    VERSION,
    /** The bytes in hexadecimal digits, without a zero in front, joined by dots. */
    VERSION_HEX,
    /** The halves of the bytes as numbers joined by dots. */
    VERSION_NIBBLES;

    /** The most bytes of such a text, so that it is one that is kept. */
    public int maxLength() {
        return switch (this) {
            case ASCII, UTF8 -> 1024;
            case HEX, HEX_REVERSED, DIGITS, DIGITS_REVERSED -> 512;
            case VERSION, VERSION_HEX, VERSION_NIBBLES -> 16;
        };
    }
}
