// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.log;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;

import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Mark;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.reading.Reading;
import org.lamplighter.reading.TimeSource;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Readings as the bytes of the topic {@code readings}: Protobuf as {@code readings.proto}, which
 * lies beside this class, says. Safe to share between threads.
 *
 * <p>Written by hand because generated classes would double every reading's objects. One reading
 * has one encoding, so that equal readings are equal bytes.
 */
public final class ReadingCodec {
    private static final int DEVICE = 1;
    private static final int PROFILE = 2;
    private static final int PROFILE_VERSION = 3;
    private static final int EVENT_SECONDS = 4;
    private static final int EVENT_NANOS = 5;
    private static final int TIME_SOURCE = 6;
    private static final int RECEIVED_SECONDS = 7;
    private static final int RECEIVED_NANOS = 8;
    private static final int SEQUENCE = 9;
    private static final int MARKS = 10;
    private static final int POINTS = 11;
    private static final int LOG_PARTITION = 12;
    private static final int LOG_OFFSET = 13;
    private static final int LOG_SECONDS = 14;
    private static final int LOG_NANOS = 15;
    private static final int ORDINAL = 16;
    private static final int REPLAYED = 17;

    private static final int POINT_NAME = 1;
    private static final int POINT_QUANTITY = 2;
    private static final int POINT_FLAG = 3;
    private static final int POINT_TEXT = 4;

    private ReadingCodec() {}

    /** The bytes of {@code logged}. */
    public static byte[] encode(LoggedReading logged) {
        byte[] bytes = new byte[sizeOf(logged)];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            write(logged, out);
        } catch (IOException e) {
            throw new IllegalStateException("the computed size was too small", e);
        }
        out.checkNoSpaceLeft();
        return bytes;
    }

    /**
     * Reads {@link #encode} back, skipping fields that it does not know.
     *
     * @throws IllegalArgumentException if the bytes are no reading; the message says why
     */
    public static LoggedReading decode(byte[] bytes) {
        try {
            return read(CodedInputStream.newInstance(bytes));
        } catch (IOException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "a reading of " + bytes.length + " bytes is malformed: " + e.getMessage(), e);
        }
    }

    private static int sizeOf(LoggedReading logged) {
        Reading reading = logged.reading();
        LogPosition position = logged.position();
        int size =
                CodedOutputStream.computeStringSize(DEVICE, reading.device().value())
                        + CodedOutputStream.computeStringSize(PROFILE, reading.profile())
                        + int64Size(PROFILE_VERSION, reading.profileVersion())
                        + timeSize(EVENT_SECONDS, EVENT_NANOS, reading.eventTime())
                        + CodedOutputStream.computeEnumSize(
                                TIME_SOURCE, numberOf(reading.timeSource()))
                        + timeSize(RECEIVED_SECONDS, RECEIVED_NANOS, reading.receivedAt())
                        + int64Size(SEQUENCE, reading.sequence())
                        + int64Size(LOG_PARTITION, position.partition())
                        + int64Size(LOG_OFFSET, position.offset())
                        + timeSize(LOG_SECONDS, LOG_NANOS, position.logTime())
                        + int64Size(ORDINAL, logged.ordinal())
                        + (logged.replayed()
                                ? CodedOutputStream.computeBoolSize(REPLAYED, true)
                                : 0);
        if (!reading.marks().isEmpty()) {
            size += CodedOutputStream.computeTagSize(MARKS) + 1 + reading.marks().size();
        }
        for (Map.Entry<PointName, PointValue> point : reading.points().entrySet()) {
            int pointSize = pointSize(point.getKey(), point.getValue());
            size +=
                    CodedOutputStream.computeTagSize(POINTS)
                            + CodedOutputStream.computeUInt32SizeNoTag(pointSize)
                            + pointSize;
        }
        return size;
    }

    private static void write(LoggedReading logged, CodedOutputStream out) throws IOException {
        Reading reading = logged.reading();
        LogPosition position = logged.position();
        out.writeString(DEVICE, reading.device().value());
        out.writeString(PROFILE, reading.profile());
        writeInt64(out, PROFILE_VERSION, reading.profileVersion());
        writeTime(out, EVENT_SECONDS, EVENT_NANOS, reading.eventTime());
        out.writeEnum(TIME_SOURCE, numberOf(reading.timeSource()));
        writeTime(out, RECEIVED_SECONDS, RECEIVED_NANOS, reading.receivedAt());
        writeInt64(out, SEQUENCE, reading.sequence());
        if (!reading.marks().isEmpty()) {
            out.writeTag(MARKS, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(reading.marks().size());
            for (Mark mark : reading.marks()) {
                out.writeEnumNoTag(numberOf(mark));
            }
        }
        for (Map.Entry<PointName, PointValue> point : reading.points().entrySet()) {
            out.writeTag(POINTS, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(pointSize(point.getKey(), point.getValue()));
            out.writeString(POINT_NAME, point.getKey().value());
            switch (point.getValue()) {
                case PointValue.Quantity quantity ->
                        out.writeDouble(POINT_QUANTITY, quantity.value());
                case PointValue.Flag flag -> out.writeBool(POINT_FLAG, flag.value());
                case PointValue.Text text -> out.writeString(POINT_TEXT, text.value());
            }
        }
        writeInt64(out, LOG_PARTITION, position.partition());
        writeInt64(out, LOG_OFFSET, position.offset());
        writeTime(out, LOG_SECONDS, LOG_NANOS, position.logTime());
        writeInt64(out, ORDINAL, logged.ordinal());
        if (logged.replayed()) {
            out.writeBool(REPLAYED, true);
        }
    }

    private static int pointSize(PointName name, PointValue value) {
        int valueSize =
                switch (value) {
                    case PointValue.Quantity quantity ->
                            CodedOutputStream.computeDoubleSize(POINT_QUANTITY, quantity.value());
                    case PointValue.Flag flag ->
                            CodedOutputStream.computeBoolSize(POINT_FLAG, flag.value());
                    case PointValue.Text text ->
                            CodedOutputStream.computeStringSize(POINT_TEXT, text.value());
                };
        return CodedOutputStream.computeStringSize(POINT_NAME, name.value()) + valueSize;
    }

    private static int int64Size(int field, long value) {
        return value == 0 ? 0 : CodedOutputStream.computeInt64Size(field, value);
    }

    private static void writeInt64(CodedOutputStream out, int field, long value)
            throws IOException {
        if (value != 0) {
            out.writeInt64(field, value);
        }
    }

    private static int timeSize(int secondsField, int nanosField, Instant time) {
        return CodedOutputStream.computeSInt64Size(secondsField, time.getEpochSecond())
                + int64Size(nanosField, time.getNano());
    }

    private static void writeTime(
            CodedOutputStream out, int secondsField, int nanosField, Instant time)
            throws IOException {
        out.writeSInt64(secondsField, time.getEpochSecond());
        writeInt64(out, nanosField, time.getNano());
    }

    private static LoggedReading read(CodedInputStream in) throws IOException {
        String device = "";
        String profile = "";
        long profileVersion = 0;
        long eventSeconds = 0;
        int eventNanos = 0;
        int timeSource = 0;
        long receivedSeconds = 0;
        int receivedNanos = 0;
        int sequence = 0;
        EnumSet<Mark> marks = EnumSet.noneOf(Mark.class);
        SortedMap<PointName, PointValue> points = new TreeMap<>();
        int partition = 0;
        long offset = 0;
        long logSeconds = 0;
        int logNanos = 0;
        int ordinal = 0;
        boolean replayed = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case DEVICE << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                        device = in.readStringRequireUtf8();
                case PROFILE << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                        profile = in.readStringRequireUtf8();
                case PROFILE_VERSION << 3 -> profileVersion = in.readInt64();
                case EVENT_SECONDS << 3 -> eventSeconds = in.readSInt64();
                case EVENT_NANOS << 3 -> eventNanos = in.readInt32();
                case TIME_SOURCE << 3 -> timeSource = in.readEnum();
                case RECEIVED_SECONDS << 3 -> receivedSeconds = in.readSInt64();
                case RECEIVED_NANOS << 3 -> receivedNanos = in.readInt32();
                case SEQUENCE << 3 -> sequence = in.readInt32();
                case MARKS << 3 -> marks.add(markOf(in.readEnum()));
                case MARKS << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                    int outer = in.pushLimit(in.readUInt32());
                    while (in.getBytesUntilLimit() > 0) {
                        marks.add(markOf(in.readEnum()));
                    }
                    in.popLimit(outer);
                }
                case POINTS << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                    int outer = in.pushLimit(in.readUInt32());
                    readPoint(in, points);
                    in.popLimit(outer);
                }
                case LOG_PARTITION << 3 -> partition = in.readInt32();
                case LOG_OFFSET << 3 -> offset = in.readInt64();
                case LOG_SECONDS << 3 -> logSeconds = in.readSInt64();
                case LOG_NANOS << 3 -> logNanos = in.readInt32();
                case ORDINAL << 3 -> ordinal = in.readInt32();
                case REPLAYED << 3 -> replayed = in.readBool();
                default -> in.skipField(tag);
            }
        }
        Reading reading =
                new Reading(
                        new DeviceId(device),
                        profile,
                        profileVersion,
                        Instant.ofEpochSecond(eventSeconds, eventNanos),
                        Instant.ofEpochSecond(receivedSeconds, receivedNanos),
                        timeSourceOf(timeSource),
                        sequence,
                        marks,
                        points);
        Instant logTime = Instant.ofEpochSecond(logSeconds, logNanos);
        return new LoggedReading(
                reading, new LogPosition(partition, offset, logTime), ordinal, replayed);
    }

    private static void readPoint(CodedInputStream in, SortedMap<PointName, PointValue> points)
            throws IOException {
        String name = "";
        PointValue value = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case POINT_NAME << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                        name = in.readStringRequireUtf8();
                case POINT_QUANTITY << 3 | WireFormat.WIRETYPE_FIXED64 ->
                        value = new PointValue.Quantity(in.readDouble());
                case POINT_FLAG << 3 -> value = new PointValue.Flag(in.readBool());
                case POINT_TEXT << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                        value = new PointValue.Text(in.readStringRequireUtf8());
                default -> in.skipField(tag);
            }
        }
        if (value == null) {
            throw new InvalidProtocolBufferException("the point \"" + name + "\" has no value");
        }
        points.put(new PointName(name), value);
    }

    private static int numberOf(TimeSource timeSource) {
        return switch (timeSource) {
            case DEVICE -> 1;
            case PLATFORM -> 2;
            case RECEIVED -> 3;
        };
    }

    private static TimeSource timeSourceOf(int number) throws InvalidProtocolBufferException {
        return switch (number) {
            case 1 -> TimeSource.DEVICE;
            case 2 -> TimeSource.PLATFORM;
            case 3 -> TimeSource.RECEIVED;
            default -> throw new InvalidProtocolBufferException("no time source is " + number);
        };
    }

    private static int numberOf(Mark mark) {
        return switch (mark) {
            case CLOCK_SUSPECT -> 1;
            case LATE -> 2;
            case HISTORY -> 3;
            case CHECKSUM_WRONG -> 4;
        };
    }

    private static Mark markOf(int number) throws InvalidProtocolBufferException {
        return switch (number) {
            case 1 -> Mark.CLOCK_SUSPECT;
            case 2 -> Mark.LATE;
            case 3 -> Mark.HISTORY;
            case 4 -> Mark.CHECKSUM_WRONG;
            default -> throw new InvalidProtocolBufferException("no mark is " + number);
        };
    }
}
