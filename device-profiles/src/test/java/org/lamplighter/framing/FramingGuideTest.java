// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.framing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lamplighter.checksum.Checksum;
import org.lamplighter.reading.Payload;
import org.lamplighter.yaml.Issues;
import org.lamplighter.yaml.YamlReader;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the guide to framing shows is so. */
class FramingGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "framing.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("```yaml\n(.*?)```\n+```\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CHECK_VALUE =
            Pattern.compile("^\\| `([a-z0-9-]+)` \\| ([0-9a-f]+) \\|$", Pattern.MULTILINE);

    record Shown(String yaml, List<String> lines) {}

    static Stream<Shown> examples() throws IOException {
        return EXAMPLE.matcher(Files.readString(GUIDE))
                .results()
                .map(m -> new Shown(m.group(1), m.group(2).lines().toList()));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void showsFramesAsTheyAreFound(Shown shown) {
        Framing framing = read(shown.yaml());
        byte[] in = bytes(shown.lines().getFirst()).toByteArray();

        List<String> found = new ArrayList<>(List.of(shown.lines().getFirst()));
        for (Framed framed : Framings.told(framing, in, 1)) {
            switch (framed) {
                case Framed.Whole(Payload frame) -> {
                    found.add("frame " + frame.toHex());
                    framing.identityOf(frame).ifPresent(id -> found.add("device " + id));
                    framing.answerTo(frame).ifPresent(ack -> found.add("ack " + ack.toHex()));
                }
                case Framed.Discarded discarded ->
                        found.add("discarded " + discarded.fault() + discarded.head().toHex());
                case Framed.GivenUp givenUp -> found.add("given up");
            }
        }

        assertThat(found.stream().map(FramingGuideTest::plain))
                .containsExactlyElementsOf(
                        shown.lines().stream().map(FramingGuideTest::plain).toList());
    }

    @Test
    void showsFourOfThem() throws IOException {
        assertThat(examples()).hasSize(4);
    }

    @Test
    void namesEveryFaultAndKey() throws IOException {
        String guide = Files.readString(GUIDE);

        assertThat(Arrays.stream(FramingFault.values()))
                .allMatch(fault -> guide.contains("`" + fault + "`"));
        assertThat(FramingReader.KEYS)
                .allMatch(key -> guide.contains("**" + key + "**") || key.equals("datagram"));
    }

    @Test
    void givesTheCheckValueOfEveryChecksum() throws IOException {
        byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
        List<MatchResult> rows = CHECK_VALUE.matcher(Files.readString(GUIDE)).results().toList();

        assertThat(rows.stream().map(row -> row.group(1)))
                .containsExactlyElementsOf(Checksum.names());
        for (MatchResult row : rows) {
            assertThat(Checksum.of(row.group(1)).over(digits, 0, digits.length))
                    .isEqualTo(Long.parseLong(row.group(2), 16));
        }
    }

    private static Framing read(String yaml) {
        Issues issues = new Issues("docs/framing.md", yaml);
        Optional<Framing> framing =
                YamlReader.read(yaml, issues)
                        .flatMap(v -> v.map("a profile", List.of("framing")))
                        .flatMap(map -> map.find("framing"))
                        .flatMap(FramingReader::read);
        assertThat(issues.found()).isEmpty();
        return framing.orElseThrow();
    }

    private static Payload bytes(String line) {
        return Payload.parseHex(line.substring(line.indexOf(' ')).strip());
    }

    private static String plain(String line) {
        return line.replace(" ", "");
    }
}
