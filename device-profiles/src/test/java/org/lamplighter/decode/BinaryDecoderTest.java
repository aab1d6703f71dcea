// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.decode.Frames.hex;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lamplighter.decode.Decoding.Decoded;
import org.lamplighter.decode.Decoding.Undecodable;
import org.lamplighter.duplicate.DuplicateKey.Basis;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Payload;
import org.lamplighter.reading.TimeSource;

import java.time.Instant;
import java.util.Map;

class BinaryDecoderTest {
    @ParameterizedTest
    @CsvSource({
        "type: u8, ff, 255",
        "type: s8, ff, -1",
        "'type: u16', 0102, 258",
        "'type: u16, order: little', 0102, 513",
        "type: s16, 8000, -32768",
        "type: u24, 010203, 66051",
        "'type: u24, order: little', 010203, 197121",
        "type: s24, ffffff, -1",
        "type: s24, 7fffff, 8388607",
        "type: u32, ffffffff, 4294967295",
        "'type: s32, order: little', 000000ff, -16777216",
        "type: u40, 0100000000, 4294967296",
        "type: s48, ffffffffffff, -1",
        "type: u56, 01000000000000, 281474976710656",
        "type: s64, ffffffffffffffff, -1",
        "type: s64, 8000000000000000, -9223372036854775808",
        "type: u64, 8000000000000000, 9223372036854775808",
        "type: u64, ffffffffffffffff, 18446744073709551615",
        "'type: u16, sign: magnitude', 8005, -5",
        "'type: u16, sign: magnitude', 0005, 5",
        "'type: u8, sign: magnitude', 80, 0",
        "'type: u64, sign: magnitude', 8000000000000001, -1",
        "'type: u8, sign: leading-byte', 012d, -45",
        "'type: u8, sign: leading-byte', 002d, 45",
        "'type: u16, sign: leading-byte, order: little', 012d00, -45",
        "'type: u16, scale: 0.1', 00d5, 21.3",
        "'type: s16, scale: 0.01, offset: -40', fff6, -40.1",
        "'type: u8, scale: 0.4', c8, 80",
        "'type: u32, scale: 0.000001', 06f1a5e5, 116.499941",
        "'type: u64, scale: 0.001', ffffffffffffffff, 18446744073709551.615",
        "'type: u16, scale: -2.5, offset: 100', 0028, 0",
        "'type: u8, values: { 0: 2000, 0x01: 0.5 }', 01, 0.5",
    })
    void readsIntegersAsTheyAreWritten(String type, String bytes, String expected) {
        Decoder decoder =
                Frames.binary("x: { unit: \"1\" }", "fields: [ { " + type + ", point: x } ]");

        assertThat(Frames.values(decoder.decode(hex(bytes), 0)))
                .isEqualTo(Map.of("x", Double.parseDouble(expected)));
    }

    @ParameterizedTest
    @CsvSource({
        "'bits: 0-13, point: x', 3fff, 16383",
        "'bits: 0-13, point: x', c001, 1",
        "'bits: 13-0, signed: true, point: x', 3fff, -1",
        "'bits: 15, point: x', 8000, 1",
        "'bits: 12-15, point: x, scale: 0.5', f000, 7.5",
        "'bits: 4-7, signed: true, point: x', 0080, -8",
    })
    void cutsSlices(String slice, String bytes, double expected) {
        Decoder decoder =
                Frames.binary(
                        "x: { unit: \"1\" }",
                        "fields: [ { type: u16, slices: [ { " + slice + " } ] } ]");

        assertThat(Frames.values(decoder.decode(hex(bytes), 0))).isEqualTo(Map.of("x", expected));
    }

    @Test
    void takesAllBitsOfALongForASlice() {
        Decoder decoder =
                Frames.binary(
                        "x: { unit: \"1\" }",
                        "fields: [ { type: u64, slices: [ { bits: 0-63, point: x } ] } ]");

        assertThat(Frames.values(decoder.decode(hex("ffffffffffffffff"), 0)))
                .isEqualTo(Map.of("x", 1.8446744073709552E19));
    }

    @Test
    void leavesOutWhatIsAbsentBeforeScaling() {
        Decoder decoder =
                Frames.binary(
                        """
                        x: { unit: cm }
                        y: { unit: Cel }
                        z: { type: flag }\
                        """,
                        """
                        fields:
                          - { type: u16, point: x, scale: 0.1, absent: [0xffff, 0xfffd] }
                          - { type: s16, point: y, absent: [0x8000] }
                          - { type: u8, point: z }\
                        """);

        assertThat(Frames.values(decoder.decode(hex("ffff 8000 00"), 0)))
                .isEqualTo(Map.of("z", false));
        assertThat(Frames.values(decoder.decode(hex("fffd 7fff 02"), 0)))
                .isEqualTo(Map.of("y", 32767.0, "z", true));
        assertThat(decoder.decode(hex("ffff 8000"), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.TOO_SHORT,
                                "the payload has 4 bytes, and its layout needs 5"));
    }

    @Test
    void namesValuesOfFlagsAndTextsAndFaultsOthers() {
        Decoder decoder =
                Frames.binary(
                        """
                        door: { type: flag }
                        state: { type: text }\
                        """,
                        """
                        fields:
                          - type: u8
                            slices:
                              - { bits: 0, point: door, values: { 0: true, 1: false } }
                              - { bits: 4-7, point: state, values: { 0: ok, 0xf: worn } }\
                        """);

        assertThat(Frames.values(decoder.decode(hex("f0"), 0)))
                .isEqualTo(Map.of("door", true, "state", "worn"));
        assertThat(decoder.decode(hex("71"), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.UNKNOWN_VALUE,
                                "the integer at byte 0 is 7, which is no value of the point"
                                        + " \"state\""));
    }

    @Test
    void takesTimeAndSequenceFromTheFrame() {
        Decoder decoder =
                Frames.binary(
                        "x: { unit: cm }",
                        """
                        fields:
                          - { type: u16, use: sequence }
                          - { type: u32, use: unix-seconds }
                          - { type: u8, point: x }\
                        """);
        long seconds = Frames.RECEIVED.getEpochSecond() - 60;
        Decoded decoded =
                (Decoded) decoder.decode(hex("0007" + "%08x".formatted(seconds) + "01"), 0);

        assertThat(decoded.identity().basis()).isEqualTo(Basis.SEQUENCE_AND_TIME);
        assertThat(decoded.readings().getFirst().eventTime())
                .isEqualTo(Instant.ofEpochSecond(seconds));
        assertThat(decoded.readings().getFirst().timeSource()).isEqualTo(TimeSource.DEVICE);
    }

    @Test
    void choosesTheLayoutByChannel() {
        Decoder decoder =
                Frames.binary(
                        """
                        x: { unit: cm }
                        y: { unit: cm }\
                        """,
                        """
                        choose: { channel: true, cases: { 3: one, "v1/y": two } }
                        layouts:
                          one: { fields: [ { type: u8, point: x } ] }
                          two: { fields: [ { type: u8, point: y } ], rest: ignored }\
                        """);
        byte[] payload = {1};

        assertThat(Frames.values(decoder.decode(Frames.frame(payload, "3", Frames.RECEIVED), 0)))
                .isEqualTo(Map.of("x", 1.0));
        assertThat(
                        Frames.values(
                                decoder.decode(
                                        Frames.frame(new byte[] {1, 2, 3}, "v1/y", Frames.RECEIVED),
                                        0)))
                .isEqualTo(Map.of("y", 1.0));
        assertThat(decoder.decode(Frames.frame(payload, "4", Frames.RECEIVED), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.UNKNOWN_LAYOUT,
                                "no layout belongs to the channel \"4\", but to 3, v1/y"));
    }

    @Test
    void saysWhatIsWrongWithAFrame() {
        Decoder cover = Frames.shipped("dingtek-dc410");

        assertThat(cover.decode(hex("800001"), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.TOO_SHORT,
                                "the payload has 3 bytes, and its layout needs 4"));
        assertThat(cover.decode(hex("8000010911"), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.UNKNOWN_LAYOUT,
                                "no layout belongs to the message type 0x9"));
        assertThat(cover.decode(hex("80 00 01 01 12 05dc 00 13 00 03 00 00 002a 00 81 00"), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.TOO_LONG,
                                "the payload has 18 bytes, and its layout 17"));
        assertThat(cover.decode(hex("80 01 01 01 11 05dc 00 13 00 03 00 00 002a 00 81"), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.WRONG_CONSTANT,
                                "byte 1 is 0x01, and always 0x00 in this layout"));
        assertThat(cover.decode(hex("80 00 01 01 12 05dc 00 13 00 03 00 00 002a 00 81"), 0))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.WRONG_LENGTH,
                                "the frame says that it has 18 bytes, and has 17"));
    }

    @Test
    void neverKeepsThePayloadsArray() {
        byte[] bytes = Payload.parseHex("01").toByteArray();
        Decoder decoder = Frames.binary("x: { unit: cm }", "fields: [ { type: u8, point: x } ]");
        Decoding decoding = decoder.decode(Frames.frame(bytes), 0);
        bytes[0] = 9;

        assertThat(Frames.values(decoding)).isEqualTo(Map.of("x", 1.0));
    }
}
