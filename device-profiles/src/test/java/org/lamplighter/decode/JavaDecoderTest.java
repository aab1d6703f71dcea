// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lamplighter.decode.Decoding.Decoded;
import org.lamplighter.decode.Decoding.Undecodable;
import org.lamplighter.profile.ParsedProfile;
import org.lamplighter.profile.ProfileParser;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Mark;
import org.lamplighter.reading.Reading;
import org.lamplighter.yaml.Issue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Decoders in Java, which a profile names and which are found on the class path. */
class JavaDecoderTest {
    private static final Decoder HOSTILE =
            Decoder.of(
                    Frames.profile(
                            profile(
                                    "level: { unit: cm }, state: { type: text }",
                                    "java: { decoder: test-hostile }")));

    private static Decoding decode(String channel) {
        return HOSTILE.decode(Frames.frame(new byte[] {1, 2}, channel, Frames.RECEIVED), 1);
    }

    @Test
    void readPointsRecordsOfThePastAndChildren() {
        Decoded decoded = (Decoded) decode("v1/frames");

        assertThat(decoded.readings())
                .extracting(reading -> reading.device().value())
                .containsExactly("d1", "d1", "d1.7");
        assertThat(decoded.readings().get(1).marks()).contains(Mark.HISTORY);
        assertThat(decoded.ignoredMembers()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "throws | java.lang.IllegalStateException",
                "recurs | java.lang.StackOverflowError",
                "lacks a class | java.lang.NoClassDefFoundError",
                "asserts | java.lang.AssertionError",
                "sets another point | java.lang.IllegalArgumentException",
                "sets another type | java.lang.IllegalArgumentException",
                "names no bytes | java.lang.IllegalArgumentException"
            })
    void thatBreakARuleFailTheFrameAndNothingElse(String rule, String thrown) {
        assertThat(decode(rule))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.DECODER_FAILED, "the decoder test-hostile: " + thrown));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sets no number | NOT_FINITE | the point \"level\" is NaN",
                "sets it twice | REPEATED_MEMBER | the point \"level\" has two values in one"
                        + " reading",
                "sets a long text | LIMIT_EXCEEDED | the point \"state\" has 1025 characters",
                "never ends | LIMIT_EXCEEDED | a frame has at most 256 readings of their own",
                "refuses | WRONG_CHECKSUM | the sum is another"
            })
    void areBoundedAsLayoutsAre(String rule, DecodeFault fault, String detail) {
        assertThat(decode(rule)).isEqualTo(new Undecodable(fault, detail));
    }

    @Test
    void nameChildrenThatCanBeDevices() {
        assertThat(decode("names no child"))
                .isEqualTo(
                        new Undecodable(
                                DecodeFault.UNKNOWN_VALUE,
                                "a child is named \"a b/c\", which with the device's id is no id of"
                                        + " a device"));
    }

    @Test
    void mayBeInsideOfAText() {
        Decoder decoder =
                Decoder.of(
                        Frames.profile(
                                profile(
                                        "level: { unit: cm }, open: { type: flag }",
                                        "wrap: { hex: $.data, inside: { java: { decoder:"
                                                + " guide-telegram } } }")));

        Decoded decoded = (Decoded) decoder.decode(Frames.text("{\"data\":\"0703d1d0\"}"), 1);

        Reading reading = decoded.readings().getFirst();
        assertThat(reading.points().toString()).contains("123.4");
    }

    @Test
    void setThePointsThatTheProfileDeclares() {
        assertThat(issues("level: { unit: mm }", "guide-telegram"))
                .contains(
                        "the decoder sets \"level\" as a quantity in cm, and it is declared as a"
                                + " quantity in mm");
        assertThat(issues("open: { type: text }", "guide-telegram"))
                .contains("the decoder sets \"open\" as a flag, and it is declared as a text");
        assertThat(issues("level: { unit: cm }, other: { unit: cm }", "guide-telegram"))
                .containsExactly("nothing here reads the point other");
    }

    @Test
    void theGuideShowsOneThatIsRun() throws IOException {
        Path source = Path.of("src/test/java/org/lamplighter/decode/GuideTelegram.java");
        String code = Files.readString(source);
        String shown = code.substring(code.indexOf("public final class"));

        assertThat(Files.readString(Path.of("..", "docs", "profiles.md"))).contains(shown);
    }

    private static List<String> issues(String points, String decoder) {
        String yaml = profile(points, "java: { decoder: " + decoder + " }");
        return switch (ProfileParser.parse("acme-x1.profile.yaml", yaml)) {
            case ParsedProfile.Valid valid -> List.of();
            case ParsedProfile.Faulty(List<Issue> issues) ->
                    issues.stream().map(Issue::rule).toList();
        };
    }

    private static String profile(String points, String layout) {
        return """
        profile: acme-x1
        kind: water-level
        vendor: Acme
        model: X1
        report: { every: 1h }
        points: { %s }
        layout: { %s }
        """
                .formatted(points, layout);
    }
}
