// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.decode.Frames.hex;

import org.junit.jupiter.api.Test;
import org.lamplighter.decode.Decoding.Undecodable;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Mark;
import org.lamplighter.reading.Reading;
import org.lamplighter.reading.TimeSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

class BinaryStructureTest {
    @Test
    void readsValuesBehindKeys() {
        Decoder decoder =
                Frames.binary(
                        """
                        battery: { unit: "%" }
                        temperature: { unit: Cel }
                        "current_{1-3}": { unit: A }
                        serial: { type: text }\
                        """,
                        """
                        order: little
                        fields:
                          - tlv:
                              key: [channel, type]
                              tags:
                                "01 75": [ { type: u8, point: battery } ]
                                "03 67": [ { type: s16, scale: 0.1, point: temperature } ]
                                "** 99": [ { type: u16, scale: 0.01, point: "current_{channel}" } ]
                                "ff 16": [ { type: hex, length: 8, point: serial } ]\
                        """);

        assertThat(Frames.values(decoder.decode(hex("01755c 036734ff 0299d204"), 0)))
                .isEqualTo(Map.of("battery", 92.0, "temperature", -20.4, "current_2", 12.34));
        assertThat(Frames.values(decoder.decode(hex("ff16 6745e27566240008"), 0)))
                .isEqualTo(Map.of("serial", "6745e27566240008"));
        assertThat(decoder.decode(hex("01755c 0401"), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.UNKNOWN_LAYOUT,
                                "no layout belongs to the key 0x0401 at byte 3"));
        assertThat(decoder.decode(hex("01755c 0367 01"), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.TOO_SHORT,
                                "the payload has 6 bytes, and its layout needs 7"));
        assertThat(decoder.decode(hex("0999d204"), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.UNKNOWN_VALUE,
                                "the profile has no point \"current_9\", before byte 2"));
        assertThat(decoder.decode(hex("01755c 01755d"), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.REPEATED_MEMBER,
                                "the reading has a value of the point \"battery\" already, before"
                                        + " byte 5"));
    }

    @Test
    void skipsUnknownKeysByTheirLength() {
        Decoder decoder =
                Frames.binary(
                        "level: { unit: cm }",
                        """
                        fields:
                          - tlv:
                              key: u8
                              length: u8
                              unknown: skip
                              tags: { 01: [ { type: u16, point: level } ] }\
                        """);

        assertThat(decoder.decode(hex("77 03 aabbcc 01 02 0102 78 00"), 0))
                .isInstanceOfSatisfying(
                        Decoding.Decoded.class,
                        decoded -> assertThat(decoded.ignoredMembers()).isEqualTo(2));
        assertThat(decoder.decode(hex("01 03 010203"), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.TOO_LONG,
                                "the part from byte 2 has 3 bytes, and its layout 2"));
        assertThat(decoder.decode(hex("01 02 01"), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.TOO_SHORT,
                                "the payload has 3 bytes, and its layout needs 4"));
    }

    @Test
    void givesHistoryAsReadingsOfItsOwn() {
        Decoder decoder =
                Frames.binary(
                        "level: { unit: cm }",
                        """
                        order: little
                        fields:
                          - tlv:
                              key: u16
                              tags:
                                "03 77": [ { type: u16, point: level } ]
                                "20 ce":
                                  - reading:
                                      history: true
                                      fields:
                                        - { type: u32, use: unix-seconds }
                                        - { type: u16, point: level }\
                        """);
        long hourAgo = Frames.RECEIVED.getEpochSecond() - 3600;
        String record =
                "20ce" + String.format("%08x", Integer.reverseBytes((int) hourAgo)) + "0500";

        List<Reading> alone = readings(decoder.decode(hex(record), 0));
        List<Reading> both = readings(decoder.decode(hex("03770900" + record), 0));

        assertThat(both).hasSize(2);
        assertThat(both.getFirst().marks()).isEmpty();
        assertThat(both.getFirst().timeSource()).isEqualTo(TimeSource.RECEIVED);
        assertThat(both.getLast().eventTime()).isEqualTo(Instant.ofEpochSecond(hourAgo));
        assertThat(both.getLast().marks()).isEqualTo(Set.of(Mark.HISTORY));
        assertThat(both.getLast()).isEqualTo(alone.getFirst());
        assertThat(both.getLast().sequence()).isNotEqualTo(both.getFirst().sequence());
    }

    @Test
    void readsOnlyTheGroupsWhoseFlagIsSet() {
        Decoder decoder =
                Frames.binary(
                        """
                        gauge: { unit: bar }
                        temperature: { unit: Cel }
                        supply: { unit: V }\
                        """,
                        """
                        fields:
                          - { bytes: 02 }
                          - { skip: 2 }
                          - { type: u16, name: flags }
                          - flagged:
                              by: flags
                              groups:
                                0:
                                  - { type: u16, scale: 1/32768, offset: -0.5, point: gauge }
                                  - { type: u16, scale: 1/320, offset: -51.2, point: temperature }
                                1: [ { type: u16, scale: 0.001, point: supply } ]\
                        """);

        assertThat(Frames.values(decoder.decode(hex("02 0167 0003 3e80 6017 0c7f"), 0)))
                .isEqualTo(Map.of("gauge", -0.01171875, "temperature", 25.671875, "supply", 3.199));
        assertThat(Frames.values(decoder.decode(hex("02 0167 0002 0c7f"), 0)))
                .isEqualTo(Map.of("supply", 3.199));
        assertThat(decoder.decode(hex("02 0167 0006 0c7f"), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.UNKNOWN_LAYOUT,
                                "no layout belongs to the bit 2 of \"flags\""));
        assertThat(decoder.decode(hex("02 0167 0002 0c7f 00"), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.TOO_LONG, "the payload has 8 bytes, and its layout 7"));
    }

    @Test
    void repeatsByCountByFieldAndToTheEnd() {
        Decoder decoder =
                Frames.binary(
                        "\"level_{0-9}\": { unit: cm }",
                        """
                        fields:
                          - choose:
                              next: u8
                              cases:
                                1:
                                  - { skip: 1 }
                                  - repeat: { count: 2, fields: [ { type: u8, point: "level_{index}" } ] }
                                2:
                                  - { skip: 1 }
                                  - { type: u8, name: n }
                                  - repeat: { count: { field: n }, fields: [ { type: u8, point: "level_{index}" } ] }
                                3:
                                  - { skip: 1 }
                                  - repeat: { until: end, most: 3, fields: [ { type: u16, point: "level_{index}" } ] }
                                4:
                                  - { skip: 1 }
                                  - repeat: { count: { type: u8, plus: -1 }, fields: [ { type: u8, point: "level_{index}" } ] }\
                        """);

        assertThat(Frames.values(decoder.decode(hex("01 0506"), 0)))
                .isEqualTo(Map.of("level_0", 5.0, "level_1", 6.0));
        assertThat(Frames.values(decoder.decode(hex("02 01 05"), 0)))
                .isEqualTo(Map.of("level_0", 5.0));
        assertThat(Frames.values(decoder.decode(hex("03 0005 0006"), 0)))
                .isEqualTo(Map.of("level_0", 5.0, "level_1", 6.0));
        assertThat(Frames.values(decoder.decode(hex("04 02 09"), 0)))
                .isEqualTo(Map.of("level_0", 9.0));
        assertThat(decoder.decode(hex("03 0001 0002 0003 0004"), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.LIMIT_EXCEEDED,
                                "a repeat has at most 3 rounds, and before byte 7 there are more"
                                        + " rounds"));
        assertThat(decoder.decode(hex("03 0001 00"), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.TOO_SHORT,
                                "the payload has 4 bytes, and its layout needs 5"));
        assertThat(decoder.decode(hex("04 00"), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.WRONG_LENGTH,
                                "before byte 2 the frame says that something has -1 bytes or"
                                        + " rounds"));
    }

    @Test
    void readsPartsWithinTheirLengthsAndTailsThatMayBeMissing() {
        Decoder decoder =
                Frames.binary(
                        """
                        level: { unit: cm }
                        battery: { unit: "%" }
                        signal: { unit: "dB{mW}" }\
                        """,
                        """
                        fields:
                          - part:
                              length: u8
                              fields:
                                - { type: u8, point: level }
                                - if-left: [ { type: u8, point: battery } ]
                          - when: { field: kind, is: [ 1, 5-7 ], fields: [ { type: s8, point: signal } ] }
                        """
                                .replace("  - part:", "  - { type: u8, name: kind }\n  - part:")
                                .stripTrailing());

        assertThat(Frames.values(decoder.decode(hex("06 02 0a 50 9c"), 0)))
                .isEqualTo(Map.of("level", 10.0, "battery", 80.0, "signal", -100.0));
        assertThat(Frames.values(decoder.decode(hex("02 01 0a"), 0)))
                .isEqualTo(Map.of("level", 10.0));
        assertThat(decoder.decode(hex("02 03 0a 50 01"), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.TOO_LONG,
                                "the part from byte 2 has 3 bytes, and its layout 2"));
        assertThat(decoder.decode(hex("02 00"), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.TOO_SHORT,
                                "the part from byte 2 has 0 bytes, and its layout needs 1"));
    }

    @Test
    void reckonsTheTimesOfABatch() {
        Decoder decoder =
                Frames.binary(
                        "level: { unit: cm }",
                        """
                        fields:
                          - { type: u8, name: minutes }
                          - repeat:
                              until: end
                              fields:
                                - reading:
                                    history: true
                                    time: { before: received, step: { field: minutes, unit: min }, newest: last }
                                    fields: [ { type: u8, point: level } ]\
                        """);

        List<Reading> readings = readings(decoder.decode(hex("0a 01 02 03"), 0));

        assertThat(readings)
                .extracting(reading -> Duration.between(reading.eventTime(), Frames.RECEIVED))
                .containsExactly(Duration.ofMinutes(20), Duration.ofMinutes(10), Duration.ZERO);
    }

    @Test
    void givesReadingsOfChildren() {
        Decoder decoder =
                Frames.binary(
                        "current: { unit: A }",
                        """
                        fields:
                          - repeat:
                              until: end
                              fields:
                                - { type: u8, name: lamp }
                                - reading:
                                    child: "lamp-{lamp}"
                                    fields: [ { type: u8, point: current, scale: 0.1 } ]\
                        """);

        assertThat(readings(decoder.decode(hex("05 01 07 02"), 0)))
                .extracting(reading -> reading.device().value())
                .containsExactly("d1.lamp-5", "d1.lamp-7");
    }

    @Test
    void beginsASampleWhereAKeyIsNotGreater() {
        Decoder decoder =
                Frames.binary(
                        """
                        battery: { unit: "%" }
                        level: { unit: cm }\
                        """,
                        """
                        fields:
                          - tlv:
                              key: u16
                              sample: { begins: not-greater, time: { before: received, step: 10m, newest: last } }
                              tags:
                                "01 75": [ { type: u8, point: battery } ]
                                "03 82": [ { type: u8, point: level } ]\
                        """);

        List<Reading> readings =
                readings(decoder.decode(hex("017550 038209 03820a 01754f 03820b"), 0));

        assertThat(readings)
                .extracting(reading -> reading.points().size())
                .containsExactly(2, 1, 2);
        assertThat(readings)
                .extracting(reading -> Duration.between(reading.eventTime(), Frames.RECEIVED))
                .containsExactly(Duration.ofMinutes(20), Duration.ofMinutes(10), Duration.ZERO);
    }

    @Test
    void comparesTheBitsOfAKeyThatCount() {
        Decoder decoder =
                Frames.binary(
                        """
                        level: { unit: cm }
                        high: { type: flag }
                        tilted: { type: flag }\
                        """,
                        """
                        fields:
                          - tlv:
                              key: u16
                              sample: { begins: not-greater, bits: 0-3 }
                              tags:
                                "04 82": [ { type: u8, point: level } ]
                                "84 82": [ { type: u8, point: level }, { type: u8, point: high } ]
                                "05 00": [ { type: u8, point: tilted } ]\
                        """);

        assertThat(readings(decoder.decode(hex("848209 01 050000 04820a 050001 84820b 00"), 0)))
                .extracting(reading -> reading.points().size())
                .containsExactly(3, 2, 2);
    }

    @Test
    void readsVersions() {
        Decoder decoder =
                Frames.binary(
                        """
                        firmware: { type: text }
                        hardware: { type: text }
                        protocol: { type: text }\
                        """,
                        """
                        fields:
                          - { type: version-hex, length: 2, point: firmware }
                          - { type: version, length: 2, point: hardware }
                          - { type: version-nibbles, length: 1, point: protocol }\
                        """);

        assertThat(Frames.values(decoder.decode(hex("0110 0110 1f"), 0)))
                .isEqualTo(Map.of("firmware", "1.10", "hardware", "1.16", "protocol", "1.15"));
    }

    @Test
    void aFrameHas256ReadingsOfTheirOwn() {
        Decoder decoder =
                Frames.binary(
                        "x: { unit: cm }",
                        """
                        fields:
                          - repeat: { until: end, most: 4096, fields: [ { reading: { fields: [ { type: u8, point: x } ] } } ] }\
                        """);

        assertThat(readings(decoder.decode(hex("01".repeat(256)), 0))).hasSize(256);
        assertThat(decoder.decode(hex("01".repeat(257)), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.LIMIT_EXCEEDED,
                                "a frame has at most 256 readings of their own"));
    }

    @Test
    void readingAPayloadTakes1024StepsAnd16MoreAByte() {
        Decoder decoder =
                Frames.binary(
                        "x: { unit: cm }",
                        """
                        fields:
                          - { type: u16, name: n }
                          - { type: u8, point: x }
                          - repeat: { count: { field: n }, most: 4096, fields: [ { when: { field: n, is: 0, fields: [ { skip: 1 } ] } } ] }\
                        """);

        assertThat(readings(decoder.decode(hex("0430 01"), 0))).hasSize(1);
        assertThat(decoder.decode(hex("0431 01"), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.LIMIT_EXCEEDED,
                                "reading the payload takes more than 1072 steps"));
    }

    private static List<Reading> readings(Decoding decoding) {
        return switch (decoding) {
            case Decoding.Decoded decoded -> decoded.readings();
            case Undecodable undecodable -> throw new AssertionError(undecodable);
        };
    }
}
