// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.decode.Frames.reading;
import static org.lamplighter.decode.Frames.text;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lamplighter.decode.Decoding.Decoded;
import org.lamplighter.decode.Decoding.Undecodable;
import org.lamplighter.decode.json.JsonDecoder;
import org.lamplighter.duplicate.DuplicateKey;
import org.lamplighter.duplicate.DuplicateKey.Basis;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Mark;
import org.lamplighter.reading.Reading;
import org.lamplighter.reading.TimeSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

class JsonDecoderTest {
    private final Decoder cover = Frames.shipped("generic-manhole-cover");

    private Decoding decode(String json) {
        return cover.decode(text(json), 3);
    }

    @Nested
    class Values {
        @ParameterizedTest
        @CsvSource({
            "21.3, 21.3",
            "-0.05, -0.05",
            "-0.0, 0.0",
            "0, 0.0",
            "1e3, 1000.0",
            "9007199254740993, 9007199254740992.0",
            "0.1000000000000000055511151231257827, 0.1",
            "1.7976931348623157e308, 1.7976931348623157e308",
            "4.9e-324, 4.9e-324",
        })
        void areTheNearestDoubleOfWhatWasWritten(String written, double expected) {
            assertThat(Frames.values(decode("{\"tilt\":" + written + "}")))
                    .isEqualTo(Map.of("tilt", expected));
        }

        @Test
        void areAbsentWhereTheMemberIsNull() {
            assertThat(Frames.values(decode("{\"tilt\":null,\"open\":true}")))
                    .isEqualTo(Map.of("open", true));
        }

        @Test
        void areTakenFromKnownMembersAndOthersAreCounted() {
            Decoding decoding =
                    decode("{\"a\":{\"tilt\":[1,{}]},\"tilt\":1,\"\":[[]],\"Tilt\":2,\"a\":0}");

            assertThat(Frames.values(decoding)).isEqualTo(Map.of("tilt", 1.0));
            assertThat(((Decoded) decoding).ignoredMembers()).isEqualTo(4);
        }

        @Test
        void comeWithProfileVersionAndDevice() {
            Reading reading = reading(decode("{\"tilt\":1}"));

            assertThat(reading.profile()).isEqualTo("generic-manhole-cover");
            assertThat(reading.profileVersion()).isEqualTo(3);
            assertThat(reading.device()).hasToString("d1");
            assertThat(reading.receivedAt()).isEqualTo(Frames.RECEIVED);
        }

        @Test
        void ofTextAreKeptUpToTheirLimit() {
            Decoder lamp = Frames.shipped("generic-streetlight");
            String longest = "灯".repeat(1024);

            assertThat(Frames.values(lamp.decode(text("{\"fault\":\"" + longest + "\"}"), 0)))
                    .isEqualTo(Map.of("fault", longest));
            assertThat(lamp.decode(text("{\"fault\":\"" + longest + "x\"}"), 0))
                    .isEqualTo(
                            new Undecodable(
                                    DecodeFault.LIMIT_EXCEEDED,
                                    "the member \"fault\" has 1025 characters, and at most 1024 are"
                                            + " kept"));
        }
    }

    @Nested
    class Times {
        @ParameterizedTest
        @CsvSource({
            "'\"2026-01-10T08:00:00Z\"', 2026-01-10T08:00:00Z",
            "'\"2026-01-10T16:00:00+08:00\"', 2026-01-10T08:00:00Z",
            "'\"2026-01-10T07:59:59.123456789Z\"', 2026-01-10T07:59:59.123456Z",
            "1768032000001, 2026-01-10T08:00:00.001Z",
            "1768032000001.0, 2026-01-10T08:00:00.001Z",
            "'\"2026-01-03T08:00:00.250Z\"', 2026-01-03T08:00:00.250Z",
            "'\"2026-01-10T08:05:00.250Z\"', 2026-01-10T08:05:00.250Z",
        })
        void ofTheDeviceAreTakenWithinItsTolerance(String written, Instant expected) {
            Reading reading = reading(decode("{\"tilt\":1,\"time\":" + written + "}"));

            assertThat(reading.eventTime()).isEqualTo(expected);
            assertThat(reading.timeSource()).isEqualTo(TimeSource.DEVICE);
            assertThat(reading.marks()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "'\"1970-01-01T00:00:00Z\"'",
            "'\"2099-01-01T00:00:00Z\"'",
            "'\"2026-01-03T08:00:00.249Z\"'",
            "'\"2026-01-10T08:05:00.251Z\"'",
            "'\"2026-01-10T08:00:00\"'",
            "'\"2026-02-30T08:00:00Z\"'",
            "'\"yesterday\"'",
            "1768032000",
            "-9223372036854775808",
            "1e300",
            "NaN",
            "123456789012345678901234567890",
            "true",
            "'{\"at\":[1]}'",
        })
        void thatCannotBeBelievedCostNoReading(String written) {
            Reading reading = reading(decode("{\"time\":" + written + ",\"tilt\":1}"));

            assertThat(reading.eventTime()).isEqualTo(Frames.RECEIVED);
            assertThat(reading.timeSource()).isEqualTo(TimeSource.RECEIVED);
            assertThat(reading.marks()).isEqualTo(Set.of(Mark.CLOCK_SUSPECT));
        }

        @Test
        void thatAreNotSentAreNotSuspect() {
            Reading reading = reading(decode("{\"tilt\":1,\"time\":null}"));

            assertThat(reading.timeSource()).isEqualTo(TimeSource.RECEIVED);
            assertThat(reading.marks()).isEmpty();
        }
    }

    @Nested
    class Identity {
        private DuplicateKey of(String json, Instant receivedAt) {
            byte[] payload = json.getBytes(StandardCharsets.UTF_8);
            return ((Decoded) cover.decode(Frames.frame(payload, "", receivedAt), 0)).identity();
        }

        private DuplicateKey of(String json) {
            return of(json, Frames.RECEIVED);
        }

        @Test
        void isSequenceAndTimeWhateverElseTheCopySays() {
            DuplicateKey first = of("{\"seq\":5,\"time\":1768032000000,\"tilt\":1,\"rssi\":-90}");

            assertThat(first.basis()).isEqualTo(Basis.SEQUENCE_AND_TIME);
            assertThat(
                            of(
                                    "{\"rssi\":-80,\"seq\":5,\"time\":\"2026-01-10T08:00:00Z\"}",
                                    Frames.RECEIVED.plusSeconds(600)))
                    .isEqualTo(first);
            assertThat(of("{\"seq\":6,\"time\":1768032000000,\"tilt\":1}")).isNotEqualTo(first);
        }

        @Test
        void isTimeAndBytesWithoutASequence() {
            DuplicateKey first = of("{\"time\":1768032000000,\"tilt\":1}");

            assertThat(first.basis()).isEqualTo(Basis.TIME_AND_BYTES);
            assertThat(of("{\"time\":1768032000000,\"tilt\":1}", Frames.RECEIVED.plusSeconds(600)))
                    .isEqualTo(first);
            assertThat(of("{\"time\":1768032000000,\"level\":1}")).isNotEqualTo(first);
        }

        @Test
        void isBytesNearReceiptWithoutATimeThatCanBeBelieved() {
            assertThat(of("{\"seq\":5,\"tilt\":1}").basis()).isEqualTo(Basis.BYTES);
            assertThat(of("{\"time\":0,\"tilt\":1}").basis()).isEqualTo(Basis.BYTES);
            assertThat(of("{\"tilt\":1}").window()).isEqualTo(Duration.ofSeconds(60));
            assertThat(of("{\"tilt\":1}").at()).isEqualTo(Frames.RECEIVED);
        }

        @Test
        void isSequenceNearReceiptWhenTheClockIsWrong() {
            DuplicateKey key = of("{\"seq\":5,\"time\":12000,\"tilt\":1}");

            assertThat(key.basis()).isEqualTo(Basis.SEQUENCE_AND_TIME);
            assertThat(key.at()).isEqualTo(Frames.RECEIVED);
            assertThat(key.window()).isEqualTo(Duration.ofMinutes(15));
        }

        @Test
        void givesTheReadingItsSequence() {
            Decoded decoded = (Decoded) decode("{\"seq\":5,\"time\":1768032000000,\"tilt\":1}");

            assertThat(decoded.readings().getFirst().sequence())
                    .isEqualTo(decoded.identity().sequence());
        }
    }

    @Nested
    class Faults {
        private void gives(String json, DecodeFault fault, String detail) {
            assertThat(decode(json)).isEqualTo(new Undecodable(fault, detail));
        }

        @Test
        void ofWhatIsNoJsonObject() {
            gives("", DecodeFault.EMPTY_PAYLOAD, "the payload has no bytes");
            gives("[1]", DecodeFault.NOT_JSON, "the payload is not a JSON object");
            gives("   ", DecodeFault.NOT_JSON, "the payload is not a JSON object");
            gives("{\"tilt\":1}{}", DecodeFault.NOT_JSON, "more follows after the JSON object");
            assertThat(decode("{\"tilt\":1"))
                    .isInstanceOfSatisfying(
                            Undecodable.class,
                            it -> assertThat(it.fault()).isEqualTo(DecodeFault.NOT_JSON));
            assertThat(cover.decode(Frames.hex("7b22ff"), 0))
                    .isInstanceOfSatisfying(
                            Undecodable.class,
                            it -> assertThat(it.fault()).isEqualTo(DecodeFault.NOT_JSON));
        }

        @Test
        void ofNumbersThatAreNone() {
            gives(
                    "{\"tilt\":NaN}",
                    DecodeFault.NOT_FINITE,
                    "the member \"tilt\" is NaN, not a finite number");
            for (String infinite : new String[] {"1e400", "-1e400", "Infinity", "-Infinity"}) {
                gives(
                        "{\"tilt\":" + infinite + "}",
                        DecodeFault.NOT_FINITE,
                        "the member \"tilt\" is infinite or beyond 1.8E308, not a finite number");
            }
        }

        @Test
        void ofTypesThatAreNotThePoints() {
            gives(
                    "{\"tilt\":\"1\"}",
                    DecodeFault.WRONG_TYPE,
                    "the member \"tilt\" is a text, not a number");
            gives(
                    "{\"tilt\":{}}",
                    DecodeFault.WRONG_TYPE,
                    "the member \"tilt\" is an object, not a number");
            gives(
                    "{\"open\":1}",
                    DecodeFault.WRONG_TYPE,
                    "the member \"open\" is a number, not true or false");
            gives(
                    "{\"seq\":1.5,\"tilt\":1}",
                    DecodeFault.WRONG_TYPE,
                    "the member \"seq\" is a number, not an integer of 64 bits");
        }

        @Test
        void ofMembersThatStandThereTwice() {
            gives(
                    "{\"tilt\":1,\"tilt\":2}",
                    DecodeFault.REPEATED_MEMBER,
                    "the member \"tilt\" stands there twice");
            gives(
                    "{\"time\":null,\"time\":2}",
                    DecodeFault.REPEATED_MEMBER,
                    "the member \"time\" stands there twice");
        }

        @Test
        void ofAFrameWithoutAnyPoint() {
            gives(
                    "{\"seq\":1,\"tilt\":null,\"x\":1}",
                    DecodeFault.MISSING_POINT,
                    "the frame has no value of any point; the profile knows battery, ch4, distance,"
                            + " level, open, overflow, rssi, tilt");
        }

        @Test
        void ofWhatIsBeyondTheLimits() {
            int depth = JsonDecoder.MAX_DEPTH - 1;
            assertThat(Frames.values(decode("{\"tilt\":1,\"x\":" + nested(depth) + "}")))
                    .hasSize(1);
            exceeds("{\"tilt\":1,\"x\":" + nested(depth + 1) + "}");
            assertThat(Frames.values(decode("{\"tilt\":" + "1".repeat(100) + "}"))).hasSize(1);
            exceeds("{\"tilt\":" + "1".repeat(101) + "}");
            assertThat(Frames.values(decode(withTime("y".repeat(16 * 1024))))).hasSize(1);
            exceeds(withTime("y".repeat(16 * 1024 + 1)));
            exceeds("{\"tilt\":1,\"" + "n".repeat(4 * JsonDecoder.MAX_NAME_LENGTH + 100) + "\":1}");
        }

        @Test
        void ofAMemberNameThatIsTooLong() {
            for (String letter : new String[] {"n", "名"}) {
                String longest = letter.repeat(JsonDecoder.MAX_NAME_LENGTH);
                assertThat(Frames.values(decode("{\"tilt\":1,\"" + longest + "\":1}"))).hasSize(1);
                gives(
                        "{\"tilt\":1,\"" + longest + "x\":1}",
                        DecodeFault.LIMIT_EXCEEDED,
                        "a member's name has 1025 characters, and at most 1024 are read");
            }
        }

        /** A text is measured where it is read; time is read from any, and is none of these. */
        private static String withTime(String text) {
            return "{\"tilt\":1,\"time\":\"" + text + "\"}";
        }

        private void exceeds(String json) {
            assertThat(decode(json))
                    .isInstanceOfSatisfying(
                            Undecodable.class,
                            it -> assertThat(it.fault()).isEqualTo(DecodeFault.LIMIT_EXCEEDED));
        }

        private static String nested(int depth) {
            return "[".repeat(depth) + "]".repeat(depth);
        }

        @Test
        void areToldInPrintableWords() {
            Undecodable undecodable = (Undecodable) decode("{\"tilt\":\u001b[31m}");

            assertThat(undecodable.detail()).doesNotContain("\u001b").hasSizeLessThan(301);
        }

        @Test
        void areToldInThreeHundredCharactersAndCutBeyond() {
            int words = "the member \"\" is a text, not an integer of 64 bits".length();
            assertThat(wrongSequence(300 - words)).hasSize(300).endsWith(" of 64 bits");
            assertThat(wrongSequence(301 - words)).hasSize(300).endsWith(" of 64 bit");
        }

        private static String wrongSequence(int nameLength) {
            String name = "n".repeat(nameLength);
            Decoder decoder =
                    Decoder.of(
                            Frames.profile(
                                    """
                                    profile: acme-x1
                                    kind: manhole-cover
                                    vendor: Acme
                                    model: X1
                                    report: { every: 24h }
                                    points: { tilt: { unit: deg } }
                                    layout: { json: { sequence: %s } }
                                    """
                                            .formatted(name)));
            Decoding decoding = decoder.decode(text("{\"" + name + "\":\"x\"}"), 0);
            return ((Undecodable) decoding).detail();
        }
    }
}
