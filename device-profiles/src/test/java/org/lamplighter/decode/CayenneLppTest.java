// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.decode.Frames.hex;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lamplighter.decode.Decoding.Undecodable;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Reading;

import java.time.Instant;
import java.util.Map;

/** The Cayenne Low Power Payload. */
class CayenneLppTest {
    private static Decoder lpp(String points, String layout) {
        return Decoder.of(
                Frames.profile(
                        """
                        profile: acme-x1
                        kind: air-quality
                        vendor: Acme
                        model: X1
                        report: { every: 1h }
                        points: { %s }
                        layout: { cayenne-lpp: { %s } }
                        """
                                .formatted(points, layout)));
    }

    @ParameterizedTest
    @CsvSource({
        "digital-input, 1, 03 00 02, 2",
        "digital-output, 1, 03 01 01, 1",
        "analog-input, V, 03 02 ff9c, -1",
        "analog-output, V, 03 03 014a, 3.3",
        "generic, 1, 03 64 ffffffff, 4294967295",
        "illuminance, lx, 03 65 ffff, 65535",
        "presence, 1, 03 66 01, 1",
        "temperature, Cel, 03 67 ffd7, -4.1",
        "temperature, K, 03 67 0000, 273.15",
        "humidity, '\"%\"', 03 68 65, 50.5",
        "accelerometer.x, '\"[g]\"', 03 71 04d2fb2e0000, 1.234",
        "accelerometer.y, '\"[g]\"', 03 71 04d2fb2e0000, -1.234",
        "accelerometer.z, '\"[g]\"', 03 71 04d2fb2e0001, 0.001",
        "barometer, Pa, 03 73 2794, 101320",
        "voltage, V, 03 74 01a3, 4.19",
        "current, mA, 03 75 0102, 258",
        "frequency, Hz, 03 76 00000032, 50",
        "percentage, '\"%\"', 03 78 63, 99",
        "altitude, m, 03 79 ffff, -1",
        "concentration, '\"[ppm]\"', 03 7d 0190, 400",
        "power, W, 03 80 0064, 100",
        "distance, cm, 03 82 000004d2, 123.4",
        "energy, kW.h, 03 83 000004d2, 1.234",
        "direction, deg, 03 84 010e, 270",
        "gyrometer.z, deg/s, 03 86 00000000ff9c, -1",
        "colour.green, 1, 03 87 01fe03, 254",
        "gps.latitude, deg, 01 88 06765ff2960a0003e8, 42.3519",
        "gps.longitude, deg, 01 88 06765ff2960a0003e8, -87.9094",
        "gps.altitude, m, 01 88 06765ff2960a0003e8, 10",
        "switch, 1, 03 8e 01, 1",
    })
    void typesHaveTheirSizesSignsAndSteps(String type, String unit, String frame, double value) {
        Decoder decoder = lpp("x: { unit: " + unit + " }", "points: { " + type + ": x }");

        assertThat(Frames.values(decoder.decode(hex(frame.replace(" ", "")), 1)))
                .isEqualTo(Map.of("x", value));
    }

    @Test
    void timeIsTheDevices() {
        Decoder decoder = lpp("x: { unit: Cel }", "points: { temperature: x }");
        Reading reading =
                Frames.reading(decoder.decode(hex("018569620400036700ff".replace(" ", "")), 1));

        assertThat(reading.eventTime()).isEqualTo(Instant.ofEpochSecond(0x69620400L));
    }

    @Test
    void channelsAreTakenOneByOneOrByTheirNumber() {
        Decoder decoder =
                lpp(
                        "seven: { unit: Cel }, \"t_{1-3}\": { unit: Cel }",
                        "points: { temperature 7: seven, temperature: \"t_{channel}\" }");

        assertThat(Frames.values(decoder.decode(hex("076700100367002001670030"), 1)))
                .isEqualTo(Map.of("seven", 1.6, "t_3", 3.2, "t_1", 4.8));
        assertThat(decoder.decode(hex("09670010"), 1))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.UNKNOWN_VALUE,
                                "the profile has no point \"t_9\", before byte 2"));
    }

    @Test
    void otherTypesAreDeclaredOrEndTheFrame() {
        String points = "x: { unit: Cel }";
        Decoder strict = lpp(points, "points: { temperature: x }");
        Decoder lenient = lpp(points, "points: { temperature: x }, unknown: stop");
        Decoder other =
                lpp(
                        "x: { unit: Cel }, wind: { unit: m/s }",
                        "points: { temperature: x },"
                                + " other: { 0xbe: [ { type: u16, point: wind, scale: 0.01 } ] }");

        assertThat(strict.decode(hex("0167001001be0064"), 1))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.UNKNOWN_LAYOUT,
                                "no layout belongs to the key 0x01be at byte 4"));
        assertThat(Frames.values(lenient.decode(hex("0167001001be0064"), 1)))
                .isEqualTo(Map.of("x", 1.6));
        assertThat(Frames.values(other.decode(hex("0167001001be0064"), 1)))
                .isEqualTo(Map.of("x", 1.6, "wind", 1.0));
    }

    @Test
    void aPointMayHaveMoreToIt() {
        Decoder decoder =
                lpp(
                        "supply: { unit: mV }, open: { type: flag }, state: { type: text }",
                        "points: { analog-input 8: { point: supply, unit: V, absent: { -1: none },"
                                + " status: state }, digital-input: { point: open,"
                                + " values: { 0: true, 1: false } } }");

        assertThat(Frames.values(decoder.decode(hex("0802014a010000"), 1)))
                .isEqualTo(Map.of("supply", 3300.0, "open", true, "state", "ok"));
        assertThat(Frames.values(decoder.decode(hex("0802ffff010001"), 1)))
                .isEqualTo(Map.of("open", false, "state", "none"));
    }
}
