// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;

import org.junit.jupiter.api.Test;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Mark;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.reading.Reading;
import org.lamplighter.reading.TimeSource;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

class ReadingCodecTest {
    @Test
    void readsBackWhatItWrote() {
        assertThat(ReadingCodec.decode(ReadingCodec.encode(full()))).isEqualTo(full());
        assertThat(ReadingCodec.decode(ReadingCodec.encode(plain()))).isEqualTo(plain());
    }

    @Test
    void writesEqualReadingsAsEqualBytes() {
        assertThat(ReadingCodec.encode(full())).isEqualTo(ReadingCodec.encode(full()));
    }

    @Test
    void writesWhatTheSchemaSays() throws Exception {
        Descriptor type = ReadingSchema.loggedReading();
        DynamicMessage message = DynamicMessage.parseFrom(type, ReadingCodec.encode(full()));

        assertThat(message.getUnknownFields()).isEqualTo(UnknownFieldSet.getDefaultInstance());
        assertThat(message.toByteArray()).isEqualTo(ReadingCodec.encode(full()));
        assertThat(field(message, "device")).isEqualTo("cover-17");
        assertThat(field(message, "profile")).isEqualTo("generic-manhole-cover");
        assertThat(field(message, "profile_version")).isEqualTo(42L);
        assertThat(field(message, "event_seconds")).isEqualTo(-1L);
        assertThat(field(message, "event_nanos")).isEqualTo(123_456_000);
        assertThat(field(message, "time_source")).hasToString("DEVICE");
        assertThat(field(message, "sequence")).isEqualTo(Integer.MAX_VALUE);
        assertThat(field(message, "marks")).hasToString("[CLOCK_SUSPECT, LATE, HISTORY]");
        assertThat(field(message, "log_partition")).isEqualTo(3);
        assertThat(field(message, "log_offset")).isEqualTo(4_000_000_000L);
        assertThat(field(message, "ordinal")).isEqualTo(2);
        assertThat(field(message, "replayed")).isEqualTo(true);
        List<?> points = (List<?>) field(message, "points");
        assertThat(points)
                .extracting(point -> field((Message) point, "name"))
                .containsExactly("fault", "open", "tilt");
        assertThat(field((Message) points.get(0), "text")).isEqualTo("短路 ⚡");
        assertThat(field((Message) points.get(1), "flag")).isEqualTo(true);
        assertThat(field((Message) points.get(2), "quantity")).isEqualTo(21.3);
    }

    @Test
    void skipsFieldsThatItDoesNotKnow() throws IOException {
        byte[] known = ReadingCodec.encode(full());
        byte[] bytes = Arrays.copyOf(known, known.length + 32);
        CodedOutputStream out = CodedOutputStream.newInstance(bytes, known.length, 32);
        out.writeString(99, "from the future");
        out.writeFixed64(100, 7);
        byte[] extended = Arrays.copyOf(bytes, known.length + 32 - out.spaceLeft());

        assertThat(ReadingCodec.decode(extended)).isEqualTo(full());
    }

    @Test
    void refusesBytesThatAreNoReading() {
        byte[] bytes = ReadingCodec.encode(plain());

        assertThatThrownBy(() -> ReadingCodec.decode(Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "a reading of " + (bytes.length - 1) + " bytes is malformed: ");
        assertThatThrownBy(() -> ReadingCodec.decode(new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ReadingCodec.decode(new byte[] {0x5a, 0x03, 0x0a, 0x01, 'a'}))
                .isInstanceOf(IllegalArgumentException.class);
        byte[] noSource = {0x30, 0x09};
        assertThatThrownBy(() -> ReadingCodec.decode(noSource))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Object field(Message message, String name) {
        return message.getField(message.getDescriptorForType().findFieldByName(name));
    }

    private static LoggedReading full() {
        TreeMap<PointName, PointValue> points = new TreeMap<>();
        points.put(new PointName("tilt"), new PointValue.Quantity(21.3));
        points.put(new PointName("open"), new PointValue.Flag(true));
        points.put(new PointName("fault"), new PointValue.Text("短路 ⚡"));
        Reading reading =
                new Reading(
                        new DeviceId("cover-17"),
                        "generic-manhole-cover",
                        42,
                        Instant.parse("1969-12-31T23:59:59.123456Z"),
                        Instant.parse("2026-11-21T08:00:00.250Z"),
                        TimeSource.DEVICE,
                        Integer.MAX_VALUE,
                        Set.of(Mark.CLOCK_SUSPECT, Mark.LATE, Mark.HISTORY),
                        points);
        LogPosition position =
                new LogPosition(3, 4_000_000_000L, Instant.parse("2026-11-21T08:00:00.251Z"));
        return new LoggedReading(reading, position, 2, true);
    }

    private static LoggedReading plain() {
        TreeMap<PointName, PointValue> points = new TreeMap<>();
        points.put(new PointName("occupied"), new PointValue.Flag(false));
        Reading reading =
                new Reading(
                        new DeviceId("b"),
                        "p",
                        0,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        TimeSource.RECEIVED,
                        0,
                        Set.of(),
                        points);
        return new LoggedReading(reading, new LogPosition(0, 0, Instant.EPOCH), 0, false);
    }
}
