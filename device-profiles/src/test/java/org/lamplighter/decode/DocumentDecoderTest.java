// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.decode.Frames.text;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lamplighter.decode.Decoding.Decoded;
import org.lamplighter.decode.Decoding.Undecodable;
import org.lamplighter.duplicate.DuplicateKey.Basis;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Mark;
import org.lamplighter.reading.Reading;
import org.lamplighter.reading.TimeSource;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** JSON that is read as a tree. */
class DocumentDecoderTest {
    private static Decoder json(String points, String layout) {
        return Decoder.of(
                Frames.profile(
                        """
                        profile: acme-x1
                        kind: water-level
                        vendor: Acme
                        model: X1
                        report: { every: 1h }
                        clock: { zone: Asia/Shanghai }
                        points:
                        %slayout:
                          json:
                        %s\
                        """
                                .formatted(points.indent(2), layout.indent(4))));
    }

    private static Decoder level(String member) {
        return json("level: { unit: cm }", "members:\n  " + member);
    }

    private static Map<String, Object> values(Decoder decoder, String json) {
        return Frames.values(decoder.decode(text(json), 1));
    }

    private static void gives(Decoder decoder, String json, DecodeFault fault, String detail) {
        assertThat(decoder.decode(text(json), 1)).isEqualTo(new Undecodable(fault, detail));
    }

    @Nested
    class Paths {
        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "$.a.b[0].c; {\"a\":{\"b\":[{\"c\":5}]}}",
                    "$['a.b'].c; {\"a.b\":{\"c\":5}}",
                    "'$[\"a]\"][1]'; {\"a]\":[4,5]}",
                    "$.a[-1]; {\"a\":[1,2,5]}",
                    "$[1]; [0,5]",
                    "$.名; {\"名\":5}",
                    "a.b[0]; {\"a.b[0]\":5}",
                })
        void leadToAMember(String path, String json) {
            assertThat(values(level("'" + path.replace("'", "''") + "': level"), json))
                    .isEqualTo(Map.of("level", 5.0));
        }

        @Test
        void ofThePayloadItselfMayBeAValue() {
            assertThat(values(level("$: level"), "5")).isEqualTo(Map.of("level", 5.0));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "{\"a\":{\"b\":[]}}",
                    "{\"a\":{\"b\":{\"0\":{}}}}",
                    "{\"a\":3}",
                    "{\"a\":null}",
                    "{\"a\":{\"b\":[{\"c\":null}]}}",
                })
        void thatLeadNowhereGiveNoValue(String json) {
            assertThat(level("$.a.b[0].c: level").decode(text(json), 1))
                    .isInstanceOfSatisfying(
                            Undecodable.class,
                            it -> assertThat(it.fault()).isEqualTo(DecodeFault.MISSING_POINT));
        }

        @Test
        void withANumberGiveItToThePoint() {
            String points = "'relay_{0-3}': { type: flag }";
            assertThat(
                            values(
                                    json(points, "members:\n  $.r.R{n}.on: 'relay_{n}'"),
                                    "{\"r\":{\"R1\":{\"on\":true},\"R3\":{\"on\":false},\"Rx\":1}}"))
                    .isEqualTo(Map.of("relay_1", true, "relay_3", false));
            assertThat(values(json(points, "members:\n  $[{n}]: 'relay_{n}'"), "[true,false]"))
                    .isEqualTo(Map.of("relay_0", true, "relay_1", false));
            gives(
                    json(points, "members:\n  $[{n}]: 'relay_{n}'"),
                    "[true,true,true,true,true]",
                    DecodeFault.UNKNOWN_VALUE,
                    "the profile has no point \"relay_4\"");
        }

        @Test
        void countWhatNothingLookedAt() {
            Decoding decoding =
                    level("$.a.b: level")
                            .decode(text("{\"a\":{\"b\":1,\"c\":2},\"d\":{\"e\":{\"f\":3}}}"), 1);

            assertThat(((Decoded) decoding).ignoredMembers()).isEqualTo(2);
        }
    }

    @Nested
    class Values {
        @ParameterizedTest
        @CsvSource({
            "213, 21.3",
            "2130.0, 213.0",
            "0.3, 0.03",
            "1e-400, 0.0",
            "-0.0, 0.0",
            "12345678901234567890, 1234567890123456789.0",
        })
        void areExactInDecimal(String written, double expected) {
            assertThat(values(level("x: { point: level, scale: 0.1 }"), "{\"x\":" + written + "}"))
                    .isEqualTo(Map.of("level", expected));
        }

        @Test
        void areConvertedFromTheUnitThatIsSent() {
            assertThat(values(level("x: { point: level, unit: mm, round: 1 }"), "{\"x\":1234.5}"))
                    .isEqualTo(Map.of("level", 123.5));
        }

        @Test
        void mayBeWrittenAsTexts() {
            Decoder decimal = level("x: { point: level, type: decimal }");
            assertThat(values(decimal, "{\"x\":\" 21.50 \"}")).isEqualTo(Map.of("level", 21.5));
            assertThat(values(decimal, "{\"x\":21.5}")).isEqualTo(Map.of("level", 21.5));
            gives(
                    decimal,
                    "{\"x\":\"21 cm\"}",
                    DecodeFault.WRONG_TYPE,
                    "the member \"x\" is a text, not one of a decimal number");
            Decoder hex = level("x: { point: level, type: hex }");
            assertThat(values(hex, "{\"x\":\"0x1F\"}")).isEqualTo(Map.of("level", 31.0));
            gives(
                    hex,
                    "{\"x\":\"1g\"}",
                    DecodeFault.WRONG_TYPE,
                    "the member \"x\" is a text, not one of hexadecimal digits");
        }

        @Test
        void areLookedUp() {
            Decoder decoder =
                    json(
                            "open: { type: flag }",
                            "members:\n"
                                    + "  x: { point: open, values: { OPEN: true, 2-5: true, 0.5:"
                                    + " true, true: true, closed: false } }");
            for (String open : List.of("\"OPEN\"", "2", "5", "5.0", "0.5", "true", "\"true\"")) {
                assertThat(values(decoder, "{\"x\":" + open + "}")).isEqualTo(Map.of("open", true));
            }
            assertThat(values(decoder, "{\"x\":\"closed\"}")).isEqualTo(Map.of("open", false));
            gives(
                    decoder,
                    "{\"x\":6}",
                    DecodeFault.UNKNOWN_VALUE,
                    "the member \"x\" is 6, which is none of its values");
            gives(
                    decoder,
                    "{\"x\":[]}",
                    DecodeFault.UNKNOWN_VALUE,
                    "the member \"x\" is an array, which is none of its values");
        }

        @Test
        void areAbsentWithTheirStatus() {
            Decoder decoder =
                    json(
                            "level: { unit: cm }\nstate: { type: text }",
                            "members:\n"
                                    + "  x: { point: level, type: decimal, status: state,\n"
                                    + "       absent: { 65533: no-target, n/a: broken, -99.9: cold"
                                    + " } }");
            assertThat(values(decoder, "{\"x\":7}")).isEqualTo(Map.of("level", 7.0, "state", "ok"));
            assertThat(values(decoder, "{\"x\":\"65533\"}"))
                    .isEqualTo(Map.of("state", "no-target"));
            assertThat(values(decoder, "{\"x\":\"n/a\"}")).isEqualTo(Map.of("state", "broken"));
            assertThat(values(decoder, "{\"x\":-99.90}")).isEqualTo(Map.of("state", "cold"));
        }

        @Test
        void ofAnotherTypeAreFaults() {
            gives(
                    level("$.a.x: level"),
                    "{\"a\":{\"x\":\"5\"}}",
                    DecodeFault.WRONG_TYPE,
                    "the member \"$.a.x\" is a text, not a number");
            gives(
                    level("$.x: { point: level, scale: 2 }"),
                    "{\"x\":1e308}",
                    DecodeFault.NOT_FINITE,
                    "the member \"x\" is infinite or beyond 1.8E308, not a finite number");
            gives(
                    level("$.x: { point: level, scale: 2 }"),
                    "{\"x\":NaN}",
                    DecodeFault.NOT_FINITE,
                    "the member \"x\" is NaN, not a finite number");
        }
    }

    @Nested
    class Times {
        private Reading timed(String use, String json) {
            return Frames.reading(
                    level("l: level\n  $.t: { use: " + use + " }").decode(text(json), 1));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "unix-seconds; 1768032000; 2026-01-10T08:00:00Z",
                    "unix-seconds; 1768032000.25; 2026-01-10T08:00:00.250Z",
                    "unix-seconds; \"1768032000\"; 2026-01-10T08:00:00Z",
                    "unix-milliseconds; 1768032000123; 2026-01-10T08:00:00.123Z",
                    "'seconds, since: 2000-01-01T00:00:00Z'; 821347200; 2026-01-10T08:00:00Z",
                    "time; \"2026-01-10T16:00:00+08:00\"; 2026-01-10T08:00:00Z",
                    "'age, unit: min'; 10; 2026-01-10T07:50:00.250Z",
                    "'time, format: yyyyMMddHHmmss'; \"20260110160000\"; 2026-01-10T08:00:00Z",
                    "'time, format: yyyyMMddHHmmss'; 20260110160000; 2026-01-10T08:00:00Z",
                    "'time, format: \"yyyyMMdd''T''HHmmssX\"'; \"20260110T080000Z\";"
                            + " 2026-01-10T08:00:00Z",
                })
        void areReadAsTheyAreWritten(String use, String written, Instant expected) {
            Reading reading = timed(use, "{\"l\":1,\"t\":" + written + "}");

            assertThat(reading.eventTime()).isEqualTo(expected);
            assertThat(reading.timeSource()).isEqualTo(TimeSource.DEVICE);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "unix-seconds; \"x\"",
                    "unix-seconds; 1e300",
                    "unix-seconds; -1e18",
                    "unix-seconds; {}",
                    "'time, format: yyyyMMddHHmmss'; \"20261340160000\"",
                    "'time, format: yyyyMMdd'; \"20260110\"",
                    "'time, format: yyyyMMddHHmmss'; 1.5",
                })
        void thatAreNoneCostNoReading(String use, String written) {
            Reading reading = timed(use, "{\"l\":1,\"t\":" + written + "}");

            assertThat(reading.eventTime()).isEqualTo(Frames.RECEIVED);
            assertThat(reading.marks()).containsExactly(Mark.CLOCK_SUSPECT);
        }

        @Test
        void ofThePlatformStandInForTheDevices() {
            Decoder decoder =
                    level(
                            "l: level\n  t: { use: time }\n  p: { use: unix-seconds, platform: true"
                                    + " }");
            Reading platform =
                    Frames.reading(decoder.decode(text("{\"l\":1,\"p\":1768031990}"), 1));
            Reading device =
                    Frames.reading(
                            decoder.decode(
                                    text("{\"l\":1,\"p\":1768031990,\"t\":1768031980000}"), 1));
            Reading wrongDevice =
                    Frames.reading(decoder.decode(text("{\"l\":1,\"p\":1768031990,\"t\":0}"), 1));
            Reading wrongPlatform = Frames.reading(decoder.decode(text("{\"l\":1,\"p\":0}"), 1));

            assertThat(platform.eventTime()).isEqualTo(Instant.ofEpochSecond(1768031990));
            assertThat(platform.timeSource()).isEqualTo(TimeSource.PLATFORM);
            assertThat(platform.marks()).isEmpty();
            assertThat(device.timeSource()).isEqualTo(TimeSource.DEVICE);
            assertThat(wrongDevice.timeSource()).isEqualTo(TimeSource.PLATFORM);
            assertThat(wrongDevice.marks()).isEqualTo(Set.of(Mark.CLOCK_SUSPECT));
            assertThat(wrongPlatform.timeSource()).isEqualTo(TimeSource.RECEIVED);
            assertThat(wrongPlatform.marks()).isEqualTo(Set.of(Mark.CLOCK_SUSPECT));
        }

        @Test
        void reckonedFromReceiptIdentifyNothing() {
            Decoded decoded =
                    (Decoded)
                            level("l: level\n  t: { use: age, unit: s }")
                                    .decode(text("{\"l\":1,\"t\":10}"), 1);

            assertThat(decoded.identity().basis()).isEqualTo(Basis.BYTES);
        }
    }

    @Test
    void anEmptyNumberOfAPacketIsNone() {
        Decoder decoder = json("level: { unit: cm }", "members: { id: { use: packet }, v: level }");

        Decoded none = (Decoded) decoder.decode(text("{\"id\":\"\",\"v\":1}"), 1);
        Decoded some = (Decoded) decoder.decode(text("{\"id\":\"7\",\"v\":1}"), 1);

        assertThat(none.identity().basis()).isEqualTo(Basis.BYTES);
        assertThat(some.identity().basis()).isEqualTo(Basis.PACKET);
    }

    @Nested
    class Items {
        private final Decoder records =
                json(
                        "level: { unit: cm }",
                        "each: { in: $.records, history: true, time: t, members: { v: level } }");

        @Test
        void areReadingsOfTheirOwn() {
            Decoded decoded =
                    (Decoded)
                            records.decode(
                                    text(
                                            "{\"records\":[{\"t\":1768031000000,\"v\":1},"
                                                    + "{\"t\":1768032000000,\"v\":2}]}"),
                                    1);

            assertThat(decoded.readings())
                    .extracting(Reading::eventTime)
                    .containsExactly(
                            Instant.ofEpochSecond(1768031000), Instant.ofEpochSecond(1768032000));
            assertThat(decoded.readings())
                    .allMatch(reading -> reading.marks().equals(Set.of(Mark.HISTORY)));
        }

        @Test
        void haveTheSameSequenceInWhicheverFrameTheyCome() {
            String record = "{\"t\":1768031000000,\"v\":1}";
            Decoded first = (Decoded) records.decode(text("{\"records\":[" + record + "]}"), 1);
            Decoded second =
                    (Decoded)
                            records.decode(
                                    text(
                                            "{\"n\":1,\"records\":[{\"t\":1768030000000,\"v\":1}, "
                                                    + record
                                                    + "]}"),
                                    1);

            assertThat(second.readings().get(1).sequence())
                    .isEqualTo(first.readings().getFirst().sequence());
            assertThat(second.readings().getFirst().sequence())
                    .isNotEqualTo(first.readings().getFirst().sequence());
        }

        @Test
        void ofAnObjectAreItsMembersAndMayBeChildren() {
            Decoder decoder =
                    json(
                            "level: { unit: cm }",
                            "each: { in: $, key: well, child: 'well-{well}', members: { $.v:"
                                    + " level } }");
            Decoded decoded =
                    (Decoded) decoder.decode(text("{\"a7\":{\"v\":1},\"b\":{\"v\":2}}"), 1);

            assertThat(decoded.readings())
                    .extracting(reading -> reading.device().value())
                    .containsExactly("d1.well-a7", "d1.well-b");
            gives(
                    decoder,
                    "{\"a b/\\u0000\":{\"v\":1}}",
                    DecodeFault.UNKNOWN_VALUE,
                    "\"d1.well-a b/·\" cannot be the id of a child of this device");
        }

        @Test
        void doNotTakeTheNameOfTheItemBefore() {
            for (String type : List.of("", ", type: number")) {
                Decoder lamps =
                        json(
                                "level: { unit: cm }",
                                """
                                each:
                                  in: lamps
                                  child: lamp-{no}
                                  members: { no: { name: no%s }, w: level }\
                                """
                                        .formatted(type));

                gives(
                        lamps,
                        "{\"lamps\":[{\"no\":1,\"w\":60},{\"w\":59}]}",
                        DecodeFault.UNKNOWN_VALUE,
                        "there was no \"no\" yet");
            }
        }

        @Test
        void takeTheNameOfWhatTheyStandIn() {
            Decoder lamps =
                    json(
                            "level: { unit: cm }",
                            """
                            members: { line: { name: line } }
                            each:
                              in: lamps
                              child: "{line}-{no}"
                              members: { no: { name: no }, line: { name: line }, w: level }\
                            """);

            Decoded decoded =
                    (Decoded)
                            lamps.decode(
                                    text(
                                            "{\"line\":\"a\",\"lamps\":[{\"no\":1,\"w\":60,"
                                                    + "\"line\":\"b\"},{\"no\":2,\"w\":59}]}"),
                                    1);

            assertThat(decoded.readings())
                    .extracting(reading -> reading.device().value())
                    .containsExactly("d1.b-1", "d1.a-2");
        }

        @Test
        void keepTheirNumberWhileThoseWithinThemAreRead() {
            Decoder lamps =
                    json(
                            "level: { unit: cm }",
                            """
                            each:
                              in: lines
                              child: line-{index}
                              members: { v: level }
                              each: { in: lamps, members: { no: { name: no } } }\
                            """);

            Decoded decoded =
                    (Decoded)
                            lamps.decode(
                                    text("{\"lines\":[{\"v\":1,\"lamps\":[{},{},{}]},{\"v\":2}]}"),
                                    1);

            assertThat(decoded.readings())
                    .extracting(reading -> reading.device().value())
                    .containsExactly("d1.line-0", "d1.line-1");
        }

        @Test
        void mayBelongToTheReadingAround() {
            Decoder decoder =
                    json(
                            "'relay_{0-3}': { type: flag }",
                            "each:\n"
                                    + "  in: $.r\n"
                                    + "  own: false\n"
                                    + "  members:\n"
                                    + "    id: { name: id, type: number }\n"
                                    + "    on: 'relay_{id}'");

            assertThat(values(decoder, "{\"r\":[{\"id\":2,\"on\":true},{\"id\":0,\"on\":false}]}"))
                    .isEqualTo(Map.of("relay_2", true, "relay_0", false));
            gives(
                    decoder,
                    "{\"r\":[{\"id\":2,\"on\":true},{\"id\":2,\"on\":false}]}",
                    DecodeFault.REPEATED_MEMBER,
                    "the reading has a value of the point \"relay_2\" already");
        }

        @Test
        void areAtMost256() {
            String one = "{\"t\":1768031000000,\"v\":1}";
            assertThat(
                            ((Decoded)
                                            records.decode(
                                                    text(
                                                            "{\"records\":["
                                                                    + (one + ",").repeat(255)
                                                                    + one
                                                                    + "]}"),
                                                    1))
                                    .readings())
                    .hasSize(256);
            gives(
                    records,
                    "{\"records\":[" + (one + ",").repeat(256) + one + "]}",
                    DecodeFault.LIMIT_EXCEEDED,
                    "a frame has at most 256 readings of their own");
        }

        @Test
        void standInAnArray() {
            gives(
                    records,
                    "{\"records\":5}",
                    DecodeFault.WRONG_TYPE,
                    "the member \"records\" is a number, not an array");
        }
    }

    @Nested
    class Choices {
        private final Decoder decoder =
                json(
                        "level: { unit: cm }\ntemperature: { unit: Cel }",
                        "is: { $.v: 1 }\n"
                                + "choose:\n"
                                + "  member: $.head.type\n"
                                + "  cases:\n"
                                + "    1-3: { members: { x: level } }\n"
                                + "    warm: { members: { x: temperature } }");

        @Test
        void areMadeByAMemberWhereverItStands() {
            assertThat(values(decoder, "{\"x\":5,\"v\":1,\"head\":{\"type\":3}}"))
                    .isEqualTo(Map.of("level", 5.0));
            assertThat(values(decoder, "{\"v\":1,\"head\":{\"type\":\"warm\"},\"x\":5}"))
                    .isEqualTo(Map.of("temperature", 5.0));
        }

        @Test
        void ofNoCaseAreFaults() {
            gives(
                    decoder,
                    "{\"x\":5,\"v\":1,\"head\":{\"type\":4}}",
                    DecodeFault.UNKNOWN_LAYOUT,
                    "no layout is for the member \"$.head.type\", which is 4");
            gives(
                    decoder,
                    "{\"x\":5,\"v\":1}",
                    DecodeFault.UNKNOWN_LAYOUT,
                    "no layout is for a frame without the member \"$.head.type\"");
        }

        @Test
        void needTheirConstants() {
            gives(
                    decoder,
                    "{\"x\":5,\"v\":2}",
                    DecodeFault.WRONG_CONSTANT,
                    "the member \"v\" is 2, not 1");
            gives(
                    decoder,
                    "{\"x\":5}",
                    DecodeFault.WRONG_CONSTANT,
                    "the member \"v\" is not there");
        }
    }

    @Nested
    class Bounds {
        @Test
        void areThoseOfAFlatObject() {
            Decoder decoder = level("$.x: level");
            gives(
                    decoder,
                    "{\"a\":{\"b\":1,\"b\":2}}",
                    DecodeFault.REPEATED_MEMBER,
                    "the member \"b\" stands there twice");
            gives(decoder, "{\"x\":1}{}", DecodeFault.NOT_JSON, "more follows after the JSON");
            gives(decoder, "  ", DecodeFault.NOT_JSON, "the payload has no JSON");
            gives(
                    decoder,
                    "{\"x\":1,\"" + "n".repeat(1025) + "\":1}",
                    DecodeFault.LIMIT_EXCEEDED,
                    "a member's name has 1025 characters, and at most 1024 are read");
            for (String beyond : List.of("[".repeat(33), "1".repeat(101))) {
                assertThat(decoder.decode(text(beyond), 1))
                        .isInstanceOfSatisfying(
                                Undecodable.class,
                                it -> assertThat(it.fault()).isEqualTo(DecodeFault.LIMIT_EXCEEDED));
            }
        }

        /** The items of each array are read twice, and those within them too. */
        @Test
        void endWhatIsReadAgainAndAgain() {
            int depth = 13;
            StringBuilder layouts = new StringBuilder(twice(0)).append("layouts:\n");
            for (int i = 0; i < depth; i++) {
                layouts.append("  l").append(i).append(":\n").append(twice(i + 1).indent(4));
            }
            layouts.append("  l").append(depth).append(": { members: { v: level } }\n");
            Decoder decoder = json("level: { unit: cm }", layouts.toString());
            String json = "{\"a\":[".repeat(depth + 1) + "{}" + "]}".repeat(depth + 1);

            assertThat(decoder.decode(text(json), 1))
                    .isInstanceOfSatisfying(
                            Undecodable.class,
                            it ->
                                    assertThat(it.detail())
                                            .isEqualTo(
                                                    "reading the payload takes more than "
                                                            + (1024 + 16 * json.length())
                                                            + " steps"));
        }

        private static String twice(int layout) {
            String one = "{ in: a, own: false, layout: l" + layout + " }";
            return "each: [ " + one + ", " + one + " ]\n";
        }
    }
}
