// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.decode;

import org.lamplighter.decode.Decoding;
import org.lamplighter.duplicate.DuplicateKey;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.Mark;
import org.lamplighter.reading.Payload;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.reading.Reading;
import org.lamplighter.reading.TimeSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decoders as one writes them who knows the layout: no tables, no steps, the offsets in the code.
 */
final class HandWritten {
    private static final Duration WINDOW = Duration.ofSeconds(60);
    private static final Duration PAST = Duration.ofDays(7);
    private static final Duration FUTURE = Duration.ofMinutes(5);
    private static final PointName BATTERY = new PointName("battery");
    private static final PointName COUNT = new PointName("count");
    private static final PointName DISTANCE = new PointName("distance");
    private static final PointName ENERGY = new PointName("energy");
    private static final PointName HUMIDITY = new PointName("humidity");
    private static final PointName DEPTH = new PointName("depth");
    private static final PointName GAP = new PointName("gap");
    private static final PointName MOVED = new PointName("moved");
    private static final PointName OPEN = new PointName("open");
    private static final PointName OVERFLOW = new PointName("overflow");
    private static final PointName TEMPERATURE = new PointName("temperature");
    private static final PointName TILT_X = new PointName("tilt_x");
    private static final PointName TILT_Y = new PointName("tilt_y");
    private static final PointName TILT_Z = new PointName("tilt_z");
    private static final PointName VOLTAGE = new PointName("voltage");
    private static final PointValue YES = new PointValue.Flag(true);
    private static final PointValue NO = new PointValue.Flag(false);

    private HandWritten() {}

    static Decoding fixed(Frame frame) {
        Payload bytes = frame.payload();
        if (bytes.length() != 12) {
            return new Decoding.Undecodable(DecodeFault.WRONG_LENGTH, "not 12 bytes");
        }
        if (bytes.unsignedByte(0) != 0x80 || bytes.unsignedByte(1) != 0x01) {
            return new Decoding.Undecodable(DecodeFault.WRONG_CONSTANT, "not 80 01");
        }
        int flags = bytes.unsignedByte(9);
        SortedMap<PointName, PointValue> points = new TreeMap<>();
        points.put(DISTANCE, quantity(u16(bytes, 2) / 10.0));
        points.put(TEMPERATURE, quantity((short) u16(bytes, 4) / 10.0));
        points.put(BATTERY, quantity(bytes.unsignedByte(6)));
        points.put(VOLTAGE, quantity(u16(bytes, 7) / 1000.0));
        points.put(OVERFLOW, (flags & 1) != 0 ? YES : NO);
        points.put(MOVED, (flags & 2) != 0 ? YES : NO);
        points.put(COUNT, quantity(u16(bytes, 10)));
        return decoded(frame, points);
    }

    static Decoding tlv(Frame frame) {
        Payload bytes = frame.payload();
        SortedMap<PointName, PointValue> points = new TreeMap<>();
        int at = 0;
        int length = bytes.length();
        while (at + 2 <= length) {
            int key = u16(bytes, at);
            at += 2;
            int size =
                    switch (key) {
                        case 0x0175, 0x0468, 0x0700 -> 1;
                        case 0x0367, 0x0582, 0x0974 -> 2;
                        case 0x0a83 -> 3;
                        case 0x08c8 -> 4;
                        case 0x06cf -> 6;
                        default -> -1;
                    };
            if (size < 0) {
                return new Decoding.Undecodable(DecodeFault.UNKNOWN_LAYOUT, "unknown key " + key);
            }
            if (at + size > length) {
                return new Decoding.Undecodable(DecodeFault.TOO_SHORT, "too short at " + at);
            }
            switch (key) {
                case 0x0175 -> points.put(BATTERY, quantity(bytes.unsignedByte(at)));
                case 0x0367 -> points.put(TEMPERATURE, quantity(s16le(bytes, at) / 10.0));
                case 0x0468 -> points.put(HUMIDITY, quantity(bytes.unsignedByte(at) / 2.0));
                case 0x0582 -> points.put(GAP, quantity(u16le(bytes, at)));
                case 0x06cf -> {
                    points.put(TILT_X, quantity(s16le(bytes, at) / 100.0));
                    points.put(TILT_Y, quantity(s16le(bytes, at + 2) / 100.0));
                    points.put(TILT_Z, quantity(s16le(bytes, at + 4) / 100.0));
                }
                case 0x0700 -> points.put(OPEN, bytes.unsignedByte(at) != 0 ? YES : NO);
                case 0x08c8 ->
                        points.put(
                                COUNT,
                                quantity(
                                        (double)
                                                ((long) u16le(bytes, at + 2) << 16
                                                        | u16le(bytes, at))));
                case 0x0974 -> points.put(VOLTAGE, quantity(u16le(bytes, at) / 10.0));
                default ->
                        points.put(
                                ENERGY,
                                quantity(
                                        (bytes.unsignedByte(at + 2) << 16 | u16le(bytes, at))
                                                / 1000.0));
            }
            at += size;
        }
        return at == length && !points.isEmpty()
                ? decoded(frame, points)
                : new Decoding.Undecodable(DecodeFault.TOO_SHORT, "half a key");
    }

    static Decoding history(Frame frame) {
        Payload bytes = frame.payload();
        if (bytes.length() < 10
                || bytes.unsignedByte(0) != 0x10
                || bytes.length() != 10 + 10 * bytes.unsignedByte(9)) {
            return new Decoding.Undecodable(DecodeFault.WRONG_LENGTH, "not so many records");
        }
        Instant received = frame.receivedAt();
        Instant time = Instant.ofEpochSecond(u32(bytes, 1));
        boolean believed = believed(time, received);
        DuplicateKey identity =
                believed
                        ? DuplicateKey.ofTime(time, bytes)
                        : DuplicateKey.ofBytes(bytes, received, WINDOW);
        int records = bytes.unsignedByte(9);
        List<Reading> readings = new ArrayList<>(records + 1);
        SortedMap<PointName, PointValue> head = new TreeMap<>();
        head.put(VOLTAGE, quantity(u16(bytes, 5) / 1000.0));
        head.put(COUNT, quantity(u16(bytes, 7)));
        readings.add(reading(frame, time, received, identity.sequence(), Set.of(), head));
        for (int i = 0, at = 10; i < records; i++, at += 10) {
            Instant then = Instant.ofEpochSecond(u32(bytes, at));
            Instant event = believed(then, received) ? then : received;
            SortedMap<PointName, PointValue> points = new TreeMap<>();
            points.put(TEMPERATURE, quantity((short) u16(bytes, at + 4) / 10.0));
            points.put(DEPTH, quantity(u16(bytes, at + 6)));
            points.put(BATTERY, quantity(bytes.unsignedByte(at + 8)));
            points.put(OVERFLOW, bytes.unsignedByte(at + 9) != 0 ? YES : NO);
            readings.add(
                    reading(
                            frame,
                            then,
                            received,
                            DuplicateKey.sequenceOf(bytes, at, at + 10, event),
                            Set.of(Mark.HISTORY),
                            points));
        }
        return new Decoding.Decoded(readings, identity, 0);
    }

    private static boolean believed(Instant time, Instant received) {
        return !time.isBefore(received.minus(PAST)) && !time.isAfter(received.plus(FUTURE));
    }

    private static Reading reading(
            Frame frame,
            Instant time,
            Instant received,
            int sequence,
            Set<Mark> marks,
            SortedMap<PointName, PointValue> points) {
        boolean believed = believed(time, received);
        return new Reading(
                frame.device(),
                "bench",
                0,
                believed ? time : received,
                received,
                believed ? TimeSource.DEVICE : TimeSource.RECEIVED,
                sequence,
                marks,
                points);
    }

    private static Decoding decoded(Frame frame, SortedMap<PointName, PointValue> points) {
        Instant received = frame.receivedAt();
        DuplicateKey identity = DuplicateKey.ofBytes(frame.payload(), received, WINDOW);
        Reading reading =
                new Reading(
                        frame.device(),
                        "bench",
                        0,
                        received,
                        received,
                        TimeSource.RECEIVED,
                        identity.sequence(),
                        Set.of(),
                        points);
        return new Decoding.Decoded(List.of(reading), identity, 0);
    }

    private static PointValue quantity(double value) {
        return new PointValue.Quantity(value);
    }

    private static int u16(Payload bytes, int at) {
        return bytes.unsignedByte(at) << 8 | bytes.unsignedByte(at + 1);
    }

    private static int u16le(Payload bytes, int at) {
        return bytes.unsignedByte(at + 1) << 8 | bytes.unsignedByte(at);
    }

    private static int s16le(Payload bytes, int at) {
        return (short) u16le(bytes, at);
    }

    private static long u32(Payload bytes, int at) {
        return (long) u16(bytes, at) << 16 | u16(bytes, at + 2);
    }
}
