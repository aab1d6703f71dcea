// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.decode.Frames.hex;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lamplighter.decode.Decoding.Decoded;
import org.lamplighter.decode.Decoding.Undecodable;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Mark;
import org.lamplighter.reading.Reading;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Readings of their own in one frame: records of the past, rows, children, differences. */
class BinaryRecordsTest {
    private static final String LEVEL = "level: { unit: cm }";

    private static List<Reading> readings(Decoder decoder, String payload) {
        return switch (decoder.decode(hex(payload), 0)) {
            case Decoded decoded -> decoded.readings();
            case Undecodable undecodable -> throw new AssertionError(undecodable);
        };
    }

    private static void gives(Decoder decoder, String payload, DecodeFault fault, String detail) {
        assertThat(decoder.decode(hex(payload), 0)).isEqualTo(new Undecodable(fault, detail));
    }

    /** A value, the first of a reading. */
    private static Object value(Reading reading) {
        return reading.points().values().iterator().next();
    }

    private static List<String> values(Decoder decoder, String payload) {
        return readings(decoder, payload).stream()
                .map(reading -> value(reading).toString().replaceAll("[^0-9.-]", ""))
                .toList();
    }

    private static List<String> devices(Decoder decoder, String payload) {
        return readings(decoder, payload).stream()
                .map(reading -> reading.device().value())
                .toList();
    }

    @Nested
    class RecordsOfThePast {
        @ParameterizedTest
        @CsvSource({
            "'{ type: u32, use: unix-seconds }', 00000000",
            "'{ type: u32, use: unix-seconds }', ffffffff",
            "'{ skip: 4 }', 00000000",
        })
        void thatAreEqualAreKeptApartUnlessTheirTimeIsBelieved(String time, String bytes) {
            Decoder decoder =
                    Frames.binary(
                            LEVEL,
                            """
                            fields:
                              - repeat:
                                  until: end
                                  fields:
                                    - reading:
                                        history: true
                                        fields: [ %s, { type: u8, point: level } ]\
                            """
                                    .formatted(time));

            List<Reading> readings = readings(decoder, (bytes + "05").repeat(3));

            assertThat(readings).extracting(Reading::sequence).doesNotHaveDuplicates();
            assertThat(readings).extracting(Reading::eventTime).containsOnly(Frames.RECEIVED);
        }
    }

    @Nested
    class Rows {
        private static List<Duration> ages(List<Reading> readings, boolean history) {
            return readings.stream()
                    .filter(reading -> reading.marks().contains(Mark.HISTORY) == history)
                    .map(reading -> Duration.between(reading.eventTime(), Frames.RECEIVED))
                    .toList();
        }

        @Test
        void thatAreInterleavedHaveTheNewestLastEach() {
            Decoder decoder =
                    Frames.binary(
                            LEVEL,
                            """
                            fields:
                              - repeat:
                                  until: end
                                  fields:
                                    - reading:
                                        time: { before: received, step: 1h, newest: last }
                                        fields: [ { type: u8, point: level } ]
                                    - reading:
                                        history: true
                                        time: { before: received, step: 1m, newest: last }
                                        fields: [ { type: u8, point: level } ]\
                            """);

            List<Reading> readings = readings(decoder, "01 02 03 04 05 06");

            assertThat(ages(readings, false))
                    .containsExactly(Duration.ofHours(2), Duration.ofHours(1), Duration.ZERO);
            assertThat(ages(readings, true))
                    .containsExactly(Duration.ofMinutes(2), Duration.ofMinutes(1), Duration.ZERO);
        }

        @Test
        void ofOneKindEndWhereTheNextOneBegins() {
            Decoder decoder =
                    Frames.binary(
                            LEVEL,
                            """
                            fields:
                              - repeat:
                                  until: end
                                  index: row
                                  fields:
                                    - repeat:
                                        count: u8
                                        fields:
                                          - reading:
                                              time: { before: received, step: 1h, newest: last }
                                              fields: [ { type: u8, point: level } ]\
                            """);

            assertThat(ages(readings(decoder, "02 01 02 03 03 04 05"), false))
                    .containsExactly(
                            Duration.ofHours(1),
                            Duration.ZERO,
                            Duration.ofHours(2),
                            Duration.ofHours(1),
                            Duration.ZERO);
        }

        @Test
        void keepTheirOwnRoundWhileOneWithinThemRuns() {
            Decoder decoder =
                    Frames.binary(
                            LEVEL,
                            """
                            fields:
                              - repeat:
                                  until: end
                                  fields:
                                    - layout: pairs
                                    - reading:
                                        child: "well-{index}"
                                        time: { before: received, step: 1h }
                                        fields: [ { type: u8, point: level } ]
                            layouts:
                              pairs:
                                fields: [ { repeat: { count: 3, fields: [ { skip: 1 } ] } } ]\
                            """);

            assertThat(devices(decoder, "00000001 00000002"))
                    .containsExactly("d1.well-0", "d1.well-1");
            assertThat(ages(readings(decoder, "00000001 00000002"), false))
                    .containsExactly(Duration.ZERO, Duration.ofHours(1));
        }

        @Test
        void haveNoRoundOnceTheyEnd() {
            Decoder decoder =
                    Frames.binary(
                            LEVEL,
                            """
                            fields:
                              - repeat: { count: 2, fields: [ { skip: 1 } ] }
                              - reading:
                                  child: "well-{index}"
                                  fields: [ { type: u8, point: level } ]\
                            """);

            gives(
                    decoder,
                    "0000 01",
                    DecodeFault.UNKNOWN_VALUE,
                    "at byte 3 there was no \"index\" yet");
        }
    }

    @Nested
    class Children {
        private final Decoder numbered = named("u8", "");
        private final Decoder worded = named("ascii", ", length: 1");

        private static Decoder named(String type, String more) {
            return Frames.binary(
                    LEVEL,
                    """
                    fields:
                      - repeat:
                          until: end
                          fields:
                            - { type: u8, name: kind }
                            - when: { field: kind, is: 1, fields: [ { type: %s, name: lamp%s } ] }
                            - reading:
                                child: "{lamp}"
                                fields: [ { type: u8, point: level } ]\
                    """
                            .formatted(type, more));
        }

        @Test
        void whoseNameWasNotReadAreFaults() {
            gives(
                    numbered,
                    "00 07",
                    DecodeFault.UNKNOWN_VALUE,
                    "at byte 2 there was no \"lamp\" yet");
            gives(
                    worded,
                    "00 07",
                    DecodeFault.UNKNOWN_VALUE,
                    "at byte 2 there was no \"lamp\" yet");
        }

        @Test
        void doNotTakeTheNameOfTheRoundBefore() {
            assertThat(devices(numbered, "01 05 07 01 06 08")).containsExactly("d1.5", "d1.6");
            gives(
                    numbered,
                    "01 05 07 00 08",
                    DecodeFault.UNKNOWN_VALUE,
                    "at byte 5 there was no \"lamp\" yet");
            gives(
                    worded,
                    "01 41 07 00 08",
                    DecodeFault.UNKNOWN_VALUE,
                    "at byte 5 there was no \"lamp\" yet");
        }

        @Test
        void whoseNameIsEmptyAreNotTheDeviceItself() {
            gives(
                    worded,
                    "01 00 07",
                    DecodeFault.UNKNOWN_VALUE,
                    "before byte 3 a child is named \"\", which with the device's id is no id of a"
                            + " device");
        }

        @Test
        void keepANameThatWasReadBeforeTheRepeat() {
            Decoder decoder =
                    Frames.binary(
                            LEVEL,
                            """
                            fields:
                              - { type: u8, name: line }
                              - repeat:
                                  until: end
                                  fields:
                                    - { type: u8, name: lamp }
                                    - reading:
                                        child: "{line}-{lamp}"
                                        fields: [ { type: u8, point: level } ]\
                            """);

            assertThat(devices(decoder, "09 01 05 02 06")).containsExactly("d1.9-1", "d1.9-2");
        }
    }

    @Nested
    class Differences {
        @Test
        void areOfTheValueThatWasReadLast() {
            Decoder decoder =
                    Frames.binary(
                            LEVEL,
                            """
                            fields:
                              - reading: { fields: [ { type: u8, point: level } ] }
                              - { type: u8, point: level }
                              - reading:
                                  history: true
                                  fields: [ { type: s8, point: level, delta: true } ]\
                            """);

            assertThat(values(decoder, "0a 14 01")).containsExactly("20.0", "10.0", "21.0");
        }

        @Test
        void areConvertedWithoutTheZeroOfAUnit() {
            Decoder decoder =
                    Frames.binary(
                            "temperature: { unit: Cel }",
                            """
                            fields:
                              - { type: u16, point: temperature, unit: K, scale: 0.1 }
                              - reading:
                                  fields:
                                    - { type: u8, point: temperature, unit: K, scale: 0.1, delta: true }\
                            """);

            assertThat(values(decoder, "0bb8 0a")).containsExactly("26.85", "27.85");
        }
    }

    @Nested
    class WhatIsToldTwice {
        private final Decoder numbered =
                Frames.binary(
                        LEVEL,
                        """
                        fields:
                          - repeat: { count: 2, fields: [ { type: u8, use: sequence } ] }
                          - { type: u8, point: level }\
                        """);

        private static Decoder timed(String before, String field) {
            return Frames.binary(
                    LEVEL,
                    """
                    fields:
                    %s  - repeat: { count: 2, fields: [ %s ] }
                      - { type: u8, point: level }\
                    """
                            .formatted(before, field));
        }

        @Test
        void isOneSequenceOrAFault() {
            assertThat(values(numbered, "05 05 07")).containsExactly("7.0");
            gives(
                    numbered,
                    "05 06 07",
                    DecodeFault.REPEATED_MEMBER,
                    "the frame has the sequence 5 and the sequence 6");
        }

        @Test
        void isOneTimeOrNoneThatIsBelieved() {
            Decoder decoder = timed("", "{ type: u32, use: unix-seconds }");

            Reading same = readings(decoder, "69620030 69620030 07").getFirst();
            Reading other = readings(decoder, "69620030 69620031 07").getFirst();

            assertThat(same.marks()).isEmpty();
            assertThat(same.eventTime().getEpochSecond()).isEqualTo(0x69620030L);
            assertThat(other.marks()).isEqualTo(Set.of(Mark.CLOCK_SUSPECT));
            assertThat(other.eventTime()).isEqualTo(Frames.RECEIVED);
        }

        @Test
        void isOnePieceOfADateOrNoTimeThatIsBelieved() {
            Decoder decoder =
                    timed(
                            "  - { type: u8, use: year, offset: 2000 }\n"
                                    + "  - { type: u8, use: day }\n",
                            "{ type: u8, use: month }");

            assertThat(readings(decoder, "1a 0a 01 01 07").getFirst().marks()).isEmpty();
            assertThat(readings(decoder, "1a 0a 01 02 07").getFirst().marks())
                    .isEqualTo(Set.of(Mark.CLOCK_SUSPECT));
        }
    }
}
