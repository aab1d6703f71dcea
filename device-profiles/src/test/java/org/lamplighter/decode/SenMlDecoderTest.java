// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.decode.Frames.hex;
import static org.lamplighter.decode.Frames.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lamplighter.decode.Decoding.Decoded;
import org.lamplighter.decode.Decoding.Undecodable;
import org.lamplighter.duplicate.DuplicateKey.Basis;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Mark;
import org.lamplighter.reading.Reading;

import java.time.Instant;
import java.util.Map;

/** Sensor measurement lists. */
class SenMlDecoderTest {
    private static final Decoder JSON = senMl("history: true");
    private static final Decoder CBOR = senMl("encoding: cbor");

    private static Decoder senMl(String layout) {
        return Decoder.of(
                Frames.profile(
                        """
                        profile: acme-x1
                        kind: air-quality
                        vendor: Acme
                        model: X1
                        report: { every: 1h }
                        points:
                          temperature: { unit: Cel }
                          voltage: { unit: V }
                          current: { unit: A }
                          open: { type: flag }
                          label: { type: text }
                        layout: { senml: { %s } }
                        """
                                .formatted(layout)));
    }

    private static void gives(Decoder decoder, String json, DecodeFault fault, String detail) {
        assertThat(decoder.decode(text(json), 1)).isEqualTo(new Undecodable(fault, detail));
    }

    @Test
    void sumsAreIgnoredAndCounted() {
        Decoded json =
                (Decoded)
                        JSON.decode(
                                text(
                                        "[{\"n\":\"voltage\",\"u\":\"V\",\"v\":1},{\"n\":\"energy\",\"s\":12.5},"
                                            + "{\"n\":\"voltage\",\"s\":7}]"),
                                1);
        Decoded cbor =
                (Decoded)
                        CBOR.decode(
                                hex("82 a3 00 67766f6c74616765 01 6156 02 01 a2 00 6165 05 07"), 1);

        assertThat(json.ignoredMembers()).isEqualTo(2);
        assertThat(cbor.ignoredMembers()).isEqualTo(1);
    }

    @Test
    void namesTimesUnitsAndValuesAreResolved() {
        Decoded decoded =
                (Decoded)
                        JSON.decode(
                                text(
                                        """
                                        [{"bn":"urn:dev:ow:10e2073a01080063:","bt":1768031990.5,
                                          "bu":"A","bver":5,"n":"voltage","u":"V","v":120.1},
                                         {"n":"current","t":-5,"v":1.2},
                                         {"n":"current","t":-4,"v":1.3,"bv":0.5},
                                         {"n":"current","v":1.7},
                                         {"n":"open","vb":true},
                                         {"n":"label","vs":"gate"},
                                         {"n":"label2","vs":"x"},
                                         {"n":"voltage","t":-9,"vd":"AQ"}]
                                        """),
                                1);

        assertThat(Frames.values(decoded))
                .isEqualTo(Map.of("voltage", 120.1, "current", 2.2, "open", true, "label", "gate"));
        assertThat(decoded.readings())
                .extracting(Reading::eventTime)
                .containsExactly(
                        Instant.parse("2026-01-10T07:59:50.500Z"),
                        Instant.parse("2026-01-10T07:59:45.500Z"),
                        Instant.parse("2026-01-10T07:59:46.500Z"));
        assertThat(decoded.readings().getFirst().marks()).isEmpty();
        assertThat(decoded.readings().getLast().marks()).containsExactly(Mark.HISTORY);
        assertThat(decoded.ignoredMembers()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "K, 295.15, 22.0",
        "Cel, 22, 22.0",
        "'', 22, 22.0",
    })
    void unitsAreConvertedToThePoints(String unit, String value, double expected) {
        String json = "[{\"n\":\"a/temperature\",\"u\":\"" + unit + "\",\"v\":" + value + "}]";

        assertThat(Frames.values(JSON.decode(text(json), 1)))
                .isEqualTo(Map.of("temperature", expected));
    }

    @Test
    void cborIsReadAsJsonIs() {
        // [{-2: "urn:dev:", -3: 1768031990.5, 0: "voltage", 1: "V", 2: 120.1},
        //  {0: "temperature", 1: "K", 2: 295.15 as a decimal fraction}, {0: "open", 4: true}]
        String pack =
                "83"
                        + "a5 21 68 75726e3a6465763a 22 fb41da588e3d a0000000"
                                .replace("fb41da588e3d a0000000", "fb" + doubleHex(1768031990.5))
                        + "00 67 766f6c74616765 01 61 56 02 fb"
                        + doubleHex(120.1)
                        + "a3 00 6b 74656d7065726174757265 01 61 4b 02 c4 82 21 19 734b"
                        + "a2 00 64 6f70656e 04 f5";

        Decoding decoding = CBOR.decode(hex(pack.replace(" ", "")), 1);

        assertThat(Frames.values(decoding))
                .isEqualTo(Map.of("voltage", 120.1, "temperature", 22.0, "open", true));
        assertThat(Frames.reading(decoding).eventTime())
                .isEqualTo(Instant.parse("2026-01-10T07:59:50.500Z"));
    }

    private static String doubleHex(double value) {
        return String.format("%016x", Double.doubleToLongBits(value));
    }

    @Test
    void theEndOfANameIsAsLongAsThatOfThePoint() {
        Decoded decoded =
                (Decoded)
                        JSON.decode(
                                text(
                                        "[{\"n\":\"urn:x:temperature\",\"v\":1},"
                                                + "{\"n\":\"/label\",\"vs\":\"a\"},"
                                                + "{\"n\":\"xlabel\",\"vs\":\"b\"}]"),
                                1);

        assertThat(Frames.values(decoded)).isEqualTo(Map.of("temperature", 1.0, "label", "a"));
        assertThat(decoded.ignoredMembers()).isEqualTo(1);
    }

    /** It would be some hours if each end of a name were looked at. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void longNamesTakeNoLongerThanShortOnes() {
        String pack =
                "[{\"bn\":\""
                        + "/".repeat(16_000)
                        + "\",\"n\":\"label\",\"vs\":\"a\"}"
                        + ",{\"n\":\"x\",\"v\":1}".repeat(2_500)
                        + "]";

        assertThat(JSON.decode(text(pack), 1))
                .isInstanceOfSatisfying(
                        Decoded.class,
                        decoded -> assertThat(decoded.ignoredMembers()).isEqualTo(2_500));
    }

    @Test
    void timesRelativeToReceiptIdentifyNothing() {
        Decoded decoded = (Decoded) JSON.decode(text("[{\"n\":\"voltage\",\"t\":-60,\"v\":1}]"), 1);

        assertThat(decoded.readings().getFirst().eventTime())
                .isEqualTo(Frames.RECEIVED.minusSeconds(60));
        assertThat(decoded.identity().basis()).isEqualTo(Basis.BYTES);
    }

    @Test
    void faultsAreTyped() {
        gives(
                JSON,
                "{\"n\":\"voltage\",\"v\":1}",
                DecodeFault.WRONG_TYPE,
                "the payload is an object, not an array");
        gives(JSON, "[5]", DecodeFault.WRONG_TYPE, "a record is a number, not an object");
        gives(
                JSON,
                "[{\"n\":\"voltage\",\"u\":\"kg\",\"v\":1}]",
                DecodeFault.UNKNOWN_VALUE,
                "the record \"voltage\" is in \"kg\", which does not become the unit of the point"
                        + " \"voltage\"");
        gives(
                JSON,
                "[{\"n\":\"voltage\",\"vs\":\"1\"}]",
                DecodeFault.WRONG_TYPE,
                "the record \"voltage\" is a text, not a number");
        gives(
                JSON,
                "[{\"n\":\"open\",\"v\":1}]",
                DecodeFault.WRONG_TYPE,
                "the record \"open\" is a number, not true or false");
        gives(
                JSON,
                "[{\"n\":\"voltage\",\"v\":1},{\"n\":\"voltage\",\"v\":1}]",
                DecodeFault.REPEATED_MEMBER,
                "the record \"voltage\" stands there twice for one time");
        gives(
                JSON,
                "[{\"n\":\"voltage\",\"v\":1,\"new_\":1}]",
                DecodeFault.UNKNOWN_LAYOUT,
                "a record has \"new_\", which must be understood and is not");
        gives(
                JSON,
                "[{\"bver\":11,\"n\":\"voltage\",\"v\":1}]",
                DecodeFault.UNKNOWN_LAYOUT,
                "the pack is of version 11, and versions to 10 are read");
        gives(JSON, "[{\"v\":1}]", DecodeFault.UNKNOWN_VALUE, "a record has a value and no name");
        gives(
                JSON,
                "[{\"n\":\"voltage\",\"v\":1,\"bt\":\"x\"}]",
                DecodeFault.WRONG_TYPE,
                "\"bt\" of a record is a text, not a finite number");
        gives(
                JSON,
                "[{\"n\":\"voltage\",\"v\":1,\"t\":1e30}]",
                DecodeFault.UNKNOWN_VALUE,
                "the record \"voltage\" is at 1" + "0".repeat(30) + " s, which is no time");
        gives(
                JSON,
                "[{\"n\":\"voltage\",\"v\":1e400}]",
                DecodeFault.NOT_FINITE,
                "the record \"voltage\" is infinite or beyond 1.8E308, not a finite number");
    }
}
