// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.decode.Frames.hex;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lamplighter.decode.Decoding.Undecodable;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Mark;
import org.lamplighter.reading.Reading;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

class BinaryValueTest {
    private static final String NUMBER = "x: { unit: \"1\" }";

    @ParameterizedTest
    @CsvSource({
        "type: f32, 41aa6666, 21.299999237060547",
        "'type: f32, round: 1', 41aa6666, 21.3",
        "'type: f32, order: little', 66 66 aa 41, 21.299999237060547",
        "'type: f32, scale: 0.1, round: 3', 42f6e979, 12.346",
        "type: f64, 4009 21fb 5444 2d18, 3.141592653589793",
        "type: f16, 3c00, 1",
        "type: bf16, 41aa, 21.25",
        "'type: bf16, order: little', aa41, 21.25",
        "type: sflt16, ae00, -0.000732421875",
        "type: sflt16, 7c00, 0.5",
        "type: bcd16, 1234, 1234",
        "'type: bcd32, order: little, scale: 0.01', 78563412, 123456.78",
        "'type: u8, scale: 1/128', 03, 0.0234375",
        "'type: u16, scale: 125/4096, round: 2', 0101, 7.84",
        "'type: s16, scale: 0.1, round: 0', ffe7, -3",
        "'type: u16, unit: \"[ppth]\"', 00fa, 0.25",
        "'type: u8, unit: \"%\", scale: 0.5', 05, 0.025",
        "'type: u8, values: { 0-9: 1, 10-0xfe: 2, default: 3 }', fe, 2",
        "'type: u8, values: { 0-9: 1, 10-0xfe: 2, default: 3 }', ff, 3",
        "'type: u8, pieces: [ { from: 0, scale: 1 }, { from: 61, scale: 5, offset: -244 } ]', 3c,"
                + " 60",
        "'type: u8, pieces: [ { from: 0, scale: 1 }, { from: 61, scale: 5, offset: -244 } ]', 3d,"
                + " 61",
        "'type: u8, pieces: [ { from: 0, scale: 1 }, { from: 61, scale: 5, offset: -244 } ]', 7f,"
                + " 391",
        "'type: u8, scale: 0.000001, offset: 10000, round: 9', 00, 10000",
    })
    void readsNumbersAsTheyAreWritten(String type, String bytes, double expected) {
        Decoder decoder = Frames.binary(NUMBER, "fields: [ { " + type + ", point: x } ]");

        assertThat(Frames.values(decoder.decode(hex(bytes), 0))).isEqualTo(Map.of("x", expected));
    }

    @ParameterizedTest
    @CsvSource({
        "'type: ascii, length: 6', 76312e322000, v1.2",
        "'type: ascii, length: 3', 41ff07, A\ufffd\ufffd",
        "'type: utf8, length: left', e4ba95e79b96, 井盖",
        "'type: hex, length: 4', 1F345678, 1f345678",
        "'type: hex, length: 4, order: little', 1F345678, 7856341f",
        "'type: hex, length: u8, order: little', 02 1234, 3412",
        "'type: digits, length: 8', 86011234567890ff, 86011234567890",
        "'type: digits, length: 2', 1f2a, 1",
        "'type: digits, length: 6, order: little', 785634120000, 000012345678",
        "'type: version, length: 2', 0102, 1.2",
        "'type: version, length: 2, order: little', 0201, 1.2",
        "'type: version-nibbles, length: 1', 12, 1.2",
        "'type: ascii, length: u8', 02 4142, AB",
    })
    void readsTextsAsTheyAreWritten(String type, String bytes, String expected) {
        Decoder decoder =
                Frames.binary("x: { type: text }", "fields: [ { " + type + ", point: x } ]");

        assertThat(Frames.values(decoder.decode(hex(bytes), 0))).isEqualTo(Map.of("x", expected));
    }

    @ParameterizedTest
    @CsvSource({
        "msb, abcd12, 2748, 3346",
        "lsb, abcd12, 3499, 300",
    })
    void readsBitsAcrossBytes(String first, String bytes, double one, double other) {
        Decoder decoder =
                Frames.binary(
                        "x: { unit: \"1\" }\ny: { unit: \"1\" }",
                        "fields: [ { bits: { first: "
                                + first
                                + ", fields: [ { size: 12, point: x }, { size: 12, point: y } ] } }"
                                + " ]");

        assertThat(Frames.values(decoder.decode(hex(bytes), 0)))
                .isEqualTo(Map.of("x", one, "y", other));
    }

    @Test
    void readsSignedBitsAndSkipsOthers() {
        Decoder decoder =
                Frames.binary(
                        NUMBER,
                        """
                        fields:
                          - bits: { first: lsb, length: 2, fields: [ { skip: 3 }, { size: 9, signed: true, point: x } ] }\
                        """);

        assertThat(Frames.values(decoder.decode(hex("f8 ff"), 0))).isEqualTo(Map.of("x", -1.0));
    }

    @ParameterizedTest
    @CsvSource({
        "type: f32, 7fc00000, NOT_FINITE, the number at byte 0 is NaN or infinite",
        "type: f64, fff0000000000000, NOT_FINITE, the number at byte 0 is NaN or infinite",
        "'type: f64, scale: 100', 7fefffffffffffff, NOT_FINITE, the number at byte 0 is beyond"
                + " 1.8E308",
        "type: bcd16, 12a4, UNKNOWN_VALUE, the decimal digits at byte 0 are 0x12a4",
        "'type: u8, pieces: [ { from: 2, scale: 1 } ]', 01, UNKNOWN_VALUE, 'the integer at byte 0"
                + " is 1, which is no value of the point \"x\"'",
        "'type: u8, delta: true', 01, UNKNOWN_VALUE, the difference at byte 0 has no value of the"
                + " point \"x\" before it",
    })
    void faultsWhatIsNoNumber(String type, String bytes, DecodeFault fault, String detail) {
        Decoder decoder = Frames.binary(NUMBER, "fields: [ { " + type + ", point: x } ]");

        assertThat(decoder.decode(hex(bytes), 0)).isEqualTo(new Undecodable(fault, detail));
    }

    @ParameterizedTest
    @CsvSource({
        "'type: u64, name: n', ffffffffffffffff, 'the integer at byte 0 is 18446744073709551615,"
                + " and at most 9223372036854775807 is kept under a name'",
        "'type: u64, sign: leading-byte, name: n', 018000000000000001, 'the integer at byte 0 has"
                + " the magnitude 9223372036854775809, and at most 9223372036854775807 is read'",
        "'type: digits, length: 3, name: n', 12a456, 'byte 1 is 0xa4, which is no two decimal"
                + " digits'",
    })
    void faultsWhatCannotBeKept(String type, String bytes, String detail) {
        Decoder decoder =
                Frames.binary(
                        NUMBER,
                        "fields: [ { " + type + " }, { if-left: [ { type: u8, point: x } ] } ]");

        assertThat(decoder.decode(hex(bytes), 0))
                .isEqualTo(new Undecodable(DecodeFault.UNKNOWN_VALUE, detail));
    }

    @Test
    void readsTheOrderOfALayoutAsThatOfNumbers() {
        Decoder decoder =
                Frames.binary(
                        "x: { type: text }",
                        "order: little\nfields: [ { type: hex, length: 2, point: x } ]");

        assertThat(Frames.values(decoder.decode(hex("1234"), 0))).isEqualTo(Map.of("x", "1234"));
    }

    @Test
    void saysWhyThereIsNoValue() {
        Decoder decoder =
                Frames.binary(
                        """
                        distance: { unit: cm }
                        state: { type: text }
                        depth: { unit: m }
                        depth_state: { type: text }\
                        """,
                        """
                        fields:
                          - type: u16
                            unit: mm
                            point: distance
                            absent: { 0xffff: no-sensor, 0xfff0-0xfffd: no-target, 0: too-close }
                            status: state
                          - { type: f32, point: depth, absent: { nan: broken }, status: depth_state }\
                        """);

        assertThat(Frames.values(decoder.decode(hex("04d2 40200000"), 0)))
                .isEqualTo(
                        Map.of(
                                "distance",
                                123.4,
                                "state",
                                "ok",
                                "depth",
                                2.5,
                                "depth_state",
                                "ok"));
        assertThat(Frames.values(decoder.decode(hex("fff3 7fc00000"), 0)))
                .isEqualTo(Map.of("state", "no-target", "depth_state", "broken"));
    }

    @Test
    void tellsByHowMuchAValueMayBeWrong() {
        Decoder decoder =
                Frames.binary(
                        """
                        parked: { unit: min }
                        error: { unit: min }
                        occupied: { type: flag }\
                        """,
                        """
                        fields:
                          - type: u8
                            slices:
                              - { bits: 7, point: occupied }
                              - bits: 0-6
                                point: parked
                                error: error
                                pieces: [ { from: 0, scale: 1 }, { from: 91, scale: 4, offset: -270, error: 2 } ]\
                        """);

        assertThat(Frames.values(decoder.decode(hex("ca"), 0)))
                .isEqualTo(Map.of("occupied", true, "parked", 74.0, "error", 0.0));
        assertThat(Frames.values(decoder.decode(hex("64"), 0)))
                .isEqualTo(Map.of("occupied", false, "parked", 130.0, "error", 2.0));
    }

    @Test
    void addsDifferencesToTheValueBefore() {
        Decoder decoder =
                Frames.binary(
                        "volume: { unit: m3 }",
                        """
                        order: little
                        fields:
                          - { type: u32, name: start }
                          - reading:
                              history: true
                              time: { after: { field: start }, step: 1h }
                              fields: [ { type: u32, scale: 0.001, point: volume } ]
                          - repeat:
                              until: end
                              fields:
                                - reading:
                                    history: true
                                    time: { after: { field: start }, step: 1h, first: 1 }
                                    fields: [ { type: u16, scale: 0.001, delta: true, point: volume } ]\
                        """);
        long start = Frames.RECEIVED.getEpochSecond() - 7200;

        List<Reading> readings =
                readings(
                        decoder.decode(
                                hex(
                                        String.format("%08x", Integer.reverseBytes((int) start))
                                                + "8c530000 0a00 6400"),
                                0));

        assertThat(readings)
                .extracting(reading -> reading.points().values().iterator().next().toString())
                .containsExactly(
                        "Quantity[value=21.388]",
                        "Quantity[value=21.398]",
                        "Quantity[value=21.498]");
        assertThat(readings)
                .extracting(Reading::eventTime)
                .containsExactly(
                        Instant.ofEpochSecond(start),
                        Instant.ofEpochSecond(start + 3600),
                        Instant.ofEpochSecond(start + 7200));
    }

    @ParameterizedTest
    @CsvSource({
        "'{ type: u32, use: seconds, since: 2000-01-01T00:00:00Z }', 30f4bc80,"
                + " 2026-01-10T07:30:08Z",
        "'{ type: u8, use: age, unit: min }', 1e, 2026-01-10T07:30:00.250Z",
        "'{ bits: { fields: [ { size: 6, use: year, offset: 2000 }, { size: 4, use: month }, {"
            + " size: 5, use: day }, { size: 5, use: hour }, { size: 6, use: minute }, { size: 6,"
            + " use: second } ] } }', 68547788, 2026-01-10T07:30:08Z",
    })
    void readsTimesOfAllSorts(String field, String bytes, String expected) {
        Decoder decoder =
                Frames.binary(NUMBER, "fields: [ " + field + ", { type: u8, point: x } ]");
        Reading reading = Frames.reading(decoder.decode(hex(bytes + "00"), 0));

        assertThat(reading.eventTime()).isEqualTo(Instant.parse(expected));
    }

    @Test
    void readsADateInTheProfilesZoneAndDoubtsOneThatIsNone() {
        Decoder decoder =
                Decoder.of(
                        Frames.profile(
                                """
                                profile: acme-x1
                                kind: meter
                                vendor: Acme
                                model: X1
                                report: { every: 1h }
                                clock: { zone: Asia/Shanghai }
                                points: { x: { unit: "1" } }
                                layout:
                                  binary:
                                    fields:
                                      - { type: bcd8, use: year, offset: 2000 }
                                      - { type: bcd8, use: month }
                                      - { type: bcd8, use: day }
                                      - { type: bcd8, use: hour }
                                      - { type: bcd8, use: minute }
                                      - { type: u8, point: x }
                                """));

        assertThat(Frames.reading(decoder.decode(hex("2601101530 01"), 0)).eventTime())
                .isEqualTo(Instant.parse("2026-01-10T07:30:00Z"));
        assertThat(Frames.reading(decoder.decode(hex("2602301530 01"), 0)))
                .satisfies(
                        reading -> {
                            assertThat(reading.eventTime()).isEqualTo(Frames.RECEIVED);
                            assertThat(reading.marks()).isEqualTo(Set.of(Mark.CLOCK_SUSPECT));
                        });
    }

    @Test
    void rejectsOrMarksAFrameWhoseChecksumIsWrong() {
        String layout =
                """
                fields:
                  - { type: u16, point: x }
                  - checksum: { kind: crc16-modbus, order: little, mismatch: %s }\
                """;
        Decoder rejecting = Frames.binary(NUMBER, layout.formatted("reject"));
        Decoder warning = Frames.binary(NUMBER, layout.formatted("warn"));

        assertThat(Frames.reading(rejecting.decode(hex("0102 81e1"), 0)).marks()).isEmpty();
        assertThat(rejecting.decode(hex("0103 81e1"), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.WRONG_CHECKSUM,
                                "the checksum at byte 2 is 0xe181, and the bytes 0 to 1 give"
                                        + " 0x2140"));
        assertThat(Frames.reading(warning.decode(hex("0103 81e1"), 0)).marks())
                .isEqualTo(Set.of(Mark.CHECKSUM_WRONG));
    }

    @Test
    void takesARangeOfNegativeNumbersForAbsent() {
        Decoder decoder =
                Frames.binary(
                        "latitude: { unit: deg }, open: { type: flag }".replace(", ", "\n"),
                        """
                        fields:
                          - type: s32
                            point: latitude
                            scale: 0.0000001
                            absent: [ "-2147483648 - -900000001", 900000001-2147483647 ]
                          - { type: u8, point: open }\
                        """);

        assertThat(Frames.values(decoder.decode(hex("80000000 01"), 0)))
                .isEqualTo(Map.of("open", true));
        assertThat(Frames.values(decoder.decode(hex("ca5b1700 01"), 0)))
                .isEqualTo(Map.of("latitude", -90.0, "open", true));
        assertThat(Frames.values(decoder.decode(hex("35a4e901 01"), 0)))
                .isEqualTo(Map.of("open", true));
    }

    @Test
    void computesPointsOfOthersAndOfNames() {
        Decoder decoder =
                Frames.binary(
                        """
                        gap: { unit: mm }
                        fill: { unit: "%", compute: "100 * (1 - gap / depth)" }
                        full: { type: flag, compute: "fill > 80" }
                        word: { type: text, compute: "full ? 'full' : 'free'" }
                        litres: { unit: L, compute: "raw * pow(10, exponent - 7)" }\
                        """,
                        """
                        fields:
                          - { type: u16, name: depth }
                          - { type: u16, point: gap, absent: [0xffff] }
                          - if-left:
                              - { type: u16, name: raw }
                              - { type: u8, name: exponent }\
                        """);

        assertThat(Frames.values(decoder.decode(hex("05dc 012c"), 0)))
                .isEqualTo(Map.of("gap", 300.0, "fill", 80.0, "full", false, "word", "free"));
        assertThat(Frames.values(decoder.decode(hex("05dc ffff 0017 06"), 0)))
                .isEqualTo(Map.of("litres", 2.3000000000000003));
        assertThat(Frames.values(decoder.decode(hex("0000 0001"), 0)))
                .isEqualTo(Map.of("gap", 1.0));
    }

    @Test
    void computesNumbersOfTheirDigits() {
        Decoder decoder =
                Frames.binary(
                        """
                        told: { type: text }
                        energy: { unit: kW.h, compute: "number(told)" }\
                        """,
                        """
                        fields: [ { type: ascii, length: left, point: told } ]\
                        """);

        assertThat(Frames.values(decoder.decode(hex("3030303035352e32383135"), 0)))
                .isEqualTo(Map.of("told", "000055.2815", "energy", 55.2815));
        assertThat(Frames.values(decoder.decode(hex("2d37"), 0)))
                .isEqualTo(Map.of("told", "-7", "energy", -7.0));
        for (String none : List.of("352e", "316535", "3078", "4e614e", "352a6b5768", "2035")) {
            assertThat(Frames.values(decoder.decode(hex(none), 0))).containsOnlyKeys("told");
        }
    }

    @Test
    void readsFromTheEndAndBackAgain() {
        Decoder decoder =
                Frames.binary(
                        "x: { unit: \"1\" }\ny: { unit: \"1\" }",
                        """
                        fields:
                          - { at: -2 }
                          - { type: u16, point: y }
                          - { at: 0 }
                          - { type: u8, point: x }\
                        """);

        assertThat(Frames.values(decoder.decode(hex("01 ff ff 0203"), 0)))
                .isEqualTo(Map.of("x", 1.0, "y", 515.0));
        assertThat(decoder.decode(hex("01"), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.TOO_SHORT,
                                "the payload has 1 bytes, and its layout needs 2"));
    }

    private static List<Reading> readings(Decoding decoding) {
        return switch (decoding) {
            case Decoding.Decoded decoded -> decoded.readings();
            case Undecodable undecodable -> throw new AssertionError(undecodable);
        };
    }
}
