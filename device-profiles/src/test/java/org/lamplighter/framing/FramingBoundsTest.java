// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.framing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.reading.Payload;
import org.lamplighter.yaml.Issue;
import org.lamplighter.yaml.Issues;
import org.lamplighter.yaml.YamlReader;

import java.util.ArrayList;
import java.util.List;

/** Each bound of framing, at its limit and one past it. */
class FramingBoundsTest {
    private static final String LENGTH = "start: 68\nlength: { at: 1, type: u32 }\n";

    @Test
    void aFrameHas1024BytesUnlessTheProfileSaysUpTo65536() {
        assertThat(Framings.of(LENGTH).most()).isEqualTo(1024);
        assertThat(Framings.of(LENGTH + "most: 65536\n").most()).isEqualTo(65_536);
        assertThat(issues(LENGTH + "most: 65537\n"))
                .containsExactly("most is 1 to 65536, not 65537");
        assertThat(issues("fixed: 1024\n")).isEmpty();
        assertThat(issues("fixed: 1025\n")).containsExactly("fixed is 1 to 1024, not 1025");
    }

    @Test
    void aFramerHoldsTheMostBytesOfAFrameAndNoMore() {
        byte[] begun = Payload.parseHex("6800010000").toByteArray();
        byte[] rest = new byte[65_536 - 5];
        List<Framed> told = new ArrayList<>();
        Framer framer = Framings.of(LENGTH + "most: 65536\n").framer();

        assertThat(framer.capacity()).isZero();
        framer.feed(begun, 0, begun.length, told::add);
        assertThat(framer.capacity()).isEqualTo(256);
        framer.feed(rest, 0, rest.length - 1, told::add);
        assertThat(told).isEmpty();
        framer.feed(rest, 0, 1, told::add);
        assertThat(told)
                .singleElement()
                .isInstanceOfSatisfying(
                        Framed.Whole.class,
                        whole -> assertThat(whole.bytes().length()).isEqualTo(65_536));
        for (int i = 0; i < 8; i++) {
            framer.feed(begun, 0, begun.length, told::add);
            framer.feed(rest, 0, rest.length, told::add);
        }
        assertThat(told).hasSize(9);
        assertThat(framer.capacity()).isEqualTo(65_536);
    }

    @Test
    void startBytesAre32AndTailAndDelimiterToo() {
        assertThat(issues("fixed: 64\nstart: " + "68 ".repeat(32) + "\n")).isEmpty();
        assertThat(issues("fixed: 64\nstart: " + "68 ".repeat(33) + "\n"))
                .singleElement()
                .asString()
                .startsWith("start is 1 to 32 hexadecimal bytes");
        assertThat(issues("until: " + "0d".repeat(32) + "\n")).isEmpty();
        assertThat(issues("until: " + "0d".repeat(33) + "\n"))
                .containsExactly("until has at most 32 bytes, not 33");
        assertThat(issues("fixed: 64\ntail: " + "0d".repeat(32) + "\n")).isEmpty();
        assertThat(issues("fixed: 64\ntail: " + "0d".repeat(33) + "\n"))
                .containsExactly("tail has at most 32 bytes, not 33");
    }

    @Test
    void anIdentityHas32Bytes() {
        String identity = "fixed: 64\nidentity: { at: 1, length: ";

        assertThat(issues(identity + "32 }\n")).isEmpty();
        assertThat(issues(identity + "33 }\n")).containsExactly("length is 1 to 32, not 33");
    }

    @Test
    void anAnswerHas256Bytes() {
        String answer = "fixed: 64\nack: \"" + "{0-31}".repeat(7) + "{0-30}";

        assertThat(issues(answer + "00\"\n")).isEmpty();
        assertThat(issues(answer + "0000\"\n"))
                .containsExactly("an answer has at most 256 bytes, not 257");
    }

    @Test
    void whatIsSaidOfAFrameIsWithinIt() {
        assertThat(issues("fixed: 16\nsequence: { at: 14, length: 2 }\n")).isEmpty();
        assertThat(issues("fixed: 16\nsequence: { at: 15, length: 2 }\n"))
                .containsExactly("what is said of a frame needs 17 bytes, and it has at most 16");
        assertThat(issues("fixed: 16\nack: \"{16}\"\n"))
                .containsExactly("what is said of a frame needs 17 bytes, and it has at most 16");
        assertThat(issues("until: 0a\nmost: 8\nchecksum: { kind: crc32, from: 4 }\n"))
                .containsExactly("what is said of a frame needs 9 bytes, and it has at most 8");
        assertThat(issues("until: 0a\nmost: 9\nchecksum: { kind: crc32, from: 4 }\n")).isEmpty();
    }

    @Test
    void thePairsHaveOneForTheByteThatTheyBeginWith() {
        assertThat(issues("start: 7e\nuntil: 7e\nescape: { 7d 02: 7e, 7d 01: 7d }\n")).isEmpty();
        assertThat(issues("start: 7e\nuntil: 7e\nescape: { 7d 02: 7e }\n"))
                .containsExactly("no pair stands for 7d, with which the pairs begin");
    }

    @Test
    void aFrameEndsInOneWay() {
        assertThat(issues("start: 68\n"))
                .containsExactly(
                        "framing has exactly one of the keys length, fixed, until, datagram, and"
                                + " this has none");
        assertThat(issues("fixed: 4\nescape: { 7d 02: 7e }\n"))
                .containsExactly(
                        "only a frame that goes until some bytes escapes them, and this one has no"
                                + " until");
        assertThat(issues("fixed: 4\nack: \"6 8\"\n"))
                .containsExactly(
                        "an answer is hexadecimal bytes, {identity}, {sequence}, {checksum}, and"
                                + " bytes of the frame such as {8} or {3-5}");
        assertThat(issues("fixed: 4\nack: \"{2-1}\"\n"))
                .containsExactly("bytes go from an earlier to a later one, not from 2-1");
        assertThat(issues("fixed: 4\nack: \"{lamp}\"\n"))
                .containsExactly(
                        "{lamp} is none of {identity}, {sequence}, {checksum} and bytes such as"
                                + " {3-5}");
        assertThat(issues("fixed: 4\nack: \"{checksum}\"\n"))
                .containsExactly("the framing declares no checksum");
        assertThat(issues("fixed: 4\nack: \"68 {checksum}\"\nchecksum: { kind: sum8, from: 2 }\n"))
                .containsExactly("the checksum begins at 2, and the answer has 1 bytes before it");
    }

    private static List<String> issues(String yaml) {
        Issues issues = new Issues("framing.yaml", yaml);
        boolean read = YamlReader.read(yaml, issues).flatMap(FramingReader::read).isPresent();
        assertThat(read).isEqualTo(issues.isEmpty());
        return issues.found().stream().map(Issue::rule).toList();
    }
}
