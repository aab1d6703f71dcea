// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.lamplighter.profile.layout.ChecksumKind;
import org.lamplighter.reading.Payload;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * Makes checksums of bytes. The CRCs are those of the same names in Koopman's and RevEng's lists.
 */
final class Checksums {
    private Checksums() {}

    static long of(ChecksumKind kind, Payload payload, int from, int to) {
        return switch (kind) {
            case SUM8 -> sum(payload, from, to) & 0xff;
            case SUM8_ZERO -> -sum(payload, from, to) & 0xff;
            case SUM16 -> sum(payload, from, to) & 0xffff;
            case XOR8 -> {
                int all = 0;
                for (int i = from; i < to; i++) {
                    all ^= payload.unsignedByte(i);
                }
                yield all;
            }
            case CRC8 -> straight(payload, from, to, 8, 0x07, 0);
            case CRC8_MAXIM -> reflected(payload, from, to, 0x8c, 0);
            case CRC16_MODBUS -> reflected(payload, from, to, 0xa001, 0xffff);
            case CRC16_CCITT -> straight(payload, from, to, 16, 0x1021, 0xffff);
            case CRC16_XMODEM -> straight(payload, from, to, 16, 0x1021, 0);
            case CRC16_KERMIT -> reflected(payload, from, to, 0x8408, 0);
            case CRC32 -> library(new CRC32(), payload, from, to);
            case CRC32C -> library(new CRC32C(), payload, from, to);
        };
    }

    private static long sum(Payload payload, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += payload.unsignedByte(i);
        }
        return sum;
    }

    private static long straight(
            Payload payload, int from, int to, int bits, int polynomial, int initial) {
        int crc = initial;
        for (int i = from; i < to; i++) {
            crc ^= payload.unsignedByte(i) << (bits - 8);
            for (int bit = 0; bit < 8; bit++) {
                boolean high = (crc & 1 << (bits - 1)) != 0;
                crc = (high ? crc << 1 ^ polynomial : crc << 1) & ((1 << bits) - 1);
            }
        }
        return crc;
    }

    private static long reflected(Payload payload, int from, int to, int polynomial, int initial) {
        int crc = initial;
        for (int i = from; i < to; i++) {
            crc ^= payload.unsignedByte(i);
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ polynomial : crc >>> 1;
            }
        }
        return crc;
    }

    private static long library(Checksum checksum, Payload payload, int from, int to) {
        for (int i = from; i < to; i++) {
            checksum.update(payload.unsignedByte(i));
        }
        return checksum.getValue();
    }
}
