// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.lamplighter.profile.Example;
import org.lamplighter.profile.ParsedProfile;
import org.lamplighter.profile.ProfileParser;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Payload;
import org.lamplighter.reading.PointValue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Decoding documents, wrapped bytes, SenML and CayenneLPP is total: whatever the bytes, there are
 * readings or a fault that is no bug. The profiles are those of the guide.
 */
class TreeDecoderProperties {
    private static final List<Decoder> DECODERS = decoders();
    private static final List<Payload> EXAMPLES =
            DECODERS.stream()
                    .flatMap(decoder -> decoder.profile().examples().stream())
                    .map(Example::payload)
                    .toList();
    private static final String[] TOKENS = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "null",
        "true",
        "NaN",
        "1e999",
        "-1",
        "0.1",
        "\"head\":",
        "\"version\":1",
        "\"data\":",
        "\"AHs=\"",
        "\"fPort\":2",
        "\"time\":",
        "\"records\":",
        "\"lamps\":",
        "\"no\":",
        "\"type\":\"report\"",
        "\"type\":2",
        "\"levels\":",
        "\"bn\":",
        "\"n\":\"temperature\"",
        "\"v\":",
        "\"t\":",
        "\"u\":\"Cel\"",
        "1767225600",
        "\"relays\":{\"R1\":",
        "9223372036854775808",
        "\"data.temp\":",
        "é",
    };

    private static List<Decoder> decoders() {
        String guide;
        try {
            guide = Files.readString(Path.of("..", "docs", "profiles.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String cbor =
                """
                profile: cbor
                kind: air-quality
                vendor: Guide
                model: cbor
                report: { every: 1h }
                points: { temperature: { unit: Cel }, open: { type: flag } }
                layout: { senml: { encoding: cbor } }
                examples:
                  - title: a temperature
                    hex: 81 a3 00 6b 74656d7065726174757265 01 63 43656c 02 fb 4035000000000000
                    points: { temperature: 21 }
                """;
        return java.util.stream.Stream.concat(
                        Arrays.stream(guide.split("```yaml\n"))
                                .map(block -> block.split("```", 2)[0])
                                .filter(block -> block.startsWith("profile: guide-")),
                        java.util.stream.Stream.of(cbor))
                .map(yaml -> (ParsedProfile.Valid) ProfileParser.parse("guide", yaml))
                .map(valid -> Decoder.of(valid.profile()))
                .toList();
    }

    private static void isTotal(byte[] payload) {
        for (Decoder decoder : DECODERS) {
            switch (decoder.decode(Frames.frame(payload), 1)) {
                case Decoding.Decoded decoded ->
                        assertThat(decoded.readings())
                                .isNotEmpty()
                                .allSatisfy(
                                        reading ->
                                                assertThat(reading.points().values())
                                                        .isNotEmpty()
                                                        .allMatch(TreeDecoderProperties::isFinite));
                case Decoding.Undecodable undecodable -> {
                    assertThat(undecodable.fault()).isNotEqualTo(DecodeFault.DECODER_FAILED);
                    assertThat(undecodable.detail().length()).isBetween(1, 300);
                }
            }
        }
    }

    private static boolean isFinite(PointValue value) {
        return !(value instanceof PointValue.Quantity quantity)
                || Double.isFinite(quantity.value());
    }

    @Property(tries = 10_000)
    void holdsForAnyBytes(@ForAll byte[] payload) {
        isTotal(payload);
    }

    @Property(tries = 20_000)
    void holdsForMutatedExamples(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] payload = EXAMPLES.get(random.nextInt(EXAMPLES.size())).toByteArray();
        for (int changes = random.nextInt(4); changes > 0 && payload.length > 0; changes--) {
            int at = random.nextInt(payload.length);
            switch (random.nextInt(3)) {
                case 0 -> payload[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> payload = Arrays.copyOf(payload, at);
                default -> payload[at] = (byte) random.nextInt(256);
            }
        }
        isTotal(payload);
    }

    @Property(tries = 20_000)
    void holdsForScrambledJson(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder json = new StringBuilder(random.nextBoolean() ? "{" : "[");
        for (int i = random.nextInt(16); i > 0; i--) {
            json.append(TOKENS[random.nextInt(TOKENS.length)]);
        }
        isTotal(
                json.append(random.nextBoolean() ? "}" : "]")
                        .toString()
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** An example cut off anywhere gives no reading of what is left. */
    @Property(tries = 2_000)
    void aTreeThatIsCutOffGivesNothing(@ForAll long seed) {
        Random random = new Random(seed);
        Decoder decoder = DECODERS.get(random.nextInt(4));
        List<Example> examples = decoder.profile().examples();
        byte[] whole = examples.get(random.nextInt(examples.size())).payload().toByteArray();
        byte[] cut = Arrays.copyOf(whole, random.nextInt(whole.length));

        assertThat(decoder.decode(Frames.frame(cut), 1)).isInstanceOf(Decoding.Undecodable.class);
    }
}
