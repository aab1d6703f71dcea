// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a number is made of bytes to find damage. */
public enum ChecksumKind {
    /** The sum of the bytes, modulo 256. */
    SUM8(1),
    /** What makes the sum of the bytes and itself zero, modulo 256. */
    SUM8_ZERO(1),
    /** All bytes combined by exclusive or. */
    XOR8(1),
    /** CRC-8 with the polynomial 07. */
    CRC8(1),
    /** CRC-8/MAXIM-DOW: polynomial 31, reflected. */
    CRC8_MAXIM(1),
    /** The sum of the bytes, modulo 65536. */
    SUM16(2),
    /** CRC-16/MODBUS. */
    CRC16_MODBUS(2),
    /** CRC-16/IBM-3740, which is often called CCITT or CCITT-FALSE. */
    CRC16_CCITT(2),
    /** CRC-16/XMODEM. */
    CRC16_XMODEM(2),
    /** CRC-16/KERMIT. */
    CRC16_KERMIT(2),
    /** CRC-32 of ISO-HDLC, as in zip files. */
    CRC32(4),
    /** CRC-32C of iSCSI (Castagnoli). */
    CRC32C(4);

    private final int width;

    ChecksumKind(int width) {
        this.width = width;
    }

    /** Its bytes. */
    public int width() {
        return width;
    }

    /** The word in profiles, such as {@code crc16-modbus}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind of a word. */
    public static Optional<ChecksumKind> find(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** All words. */
    public static List<String> words() {
        return Arrays.stream(values()).map(ChecksumKind::word).toList();
    }
}
