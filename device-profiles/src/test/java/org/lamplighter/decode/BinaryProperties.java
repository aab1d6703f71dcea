// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.lamplighter.profile.DeviceProfile;
import org.lamplighter.profile.Example;
import org.lamplighter.profile.ParsedProfile;
import org.lamplighter.profile.ProfileParser;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.FrameId;
import org.lamplighter.reading.Payload;
import org.lamplighter.reading.PointValue;
import org.lamplighter.reading.Reading;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Whatever the bytes, each feature of binary layouts gives readings or a fault that is no bug. The
 * profiles are those of the guide, which has one for every feature, and one that loops all it can.
 */
class BinaryProperties {
    private static final String LOOPS =
            """
            profile: loops
            kind: meter
            vendor: Guide
            model: loops
            report: { every: 1h }
            points: { "x_{0-9}": { unit: "1" }, y: { unit: "1", compute: "x_0 / n" } }
            layout:
              binary:
                fields:
                  - { type: u32, name: n }
                  - repeat:
                      count: { field: n }
                      most: 4096
                      index: row
                      fields:
                        - repeat:
                            count: { field: n }
                            most: 4096
                            fields:
                              - { at: 4 }
                              - choose: { next: u64, bits: 0-7, cases: { 0-100: back }, default: own }
                layouts:
                  back: { fields: [ { at: -1 } ] }
                  own:
                    fields:
                      - reading:
                          child: "{n}"
                          time: { after: { field: n }, step: { field: n, unit: d } }
                          fields: [ { type: u64, point: "x_{index}", delta: true } ]
            """;
    private static final List<Decoder> DECODERS = decoders();

    private static List<Decoder> decoders() {
        try {
            String guide = Files.readString(Path.of("..", "docs", "binary-layouts.md"));
            return Stream.concat(
                            Arrays.stream(guide.split("```yaml\n"))
                                    .skip(1)
                                    .map(block -> block.split("```", 2)[0]),
                            Stream.of(LOOPS))
                    .map(BinaryProperties::profile)
                    .map(Decoder::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DeviceProfile profile(String yaml) {
        return switch (ProfileParser.parse("guide.profile.yaml", yaml)) {
            case ParsedProfile.Valid valid -> valid.profile();
            case ParsedProfile.Faulty faulty ->
                    throw new AssertionError(faulty.issues().toString());
        };
    }

    private static void isTotal(byte[] payload, String channel) {
        Frame frame =
                new Frame(
                        new FrameId("gw1", FrameId.firstCounterOf(Frames.RECEIVED)),
                        new DeviceId("d1"),
                        "/gw1/mqtt",
                        channel,
                        Payload.copyOf(payload));
        for (Decoder decoder : DECODERS) {
            switch (decoder.decode(frame, 1)) {
                case Decoding.Decoded decoded -> {
                    assertThat(decoded.readings())
                            .hasSizeBetween(1, Extraction.MAX_READINGS + 1)
                            .allMatch(BinaryProperties::isFinite);
                    assertThat(decoder.decode(frame, 1)).isEqualTo(decoded);
                }
                case Decoding.Undecodable undecodable -> {
                    assertThat(undecodable.fault())
                            .as(decoder.profile().id())
                            .isNotEqualTo(DecodeFault.DECODER_FAILED);
                    assertThat(undecodable.detail().length()).isBetween(1, 300);
                }
            }
        }
    }

    private static boolean isFinite(Reading reading) {
        return reading.points().values().stream()
                .allMatch(
                        value ->
                                !(value instanceof PointValue.Quantity quantity)
                                        || Double.isFinite(quantity.value()));
    }

    @Property(tries = 10_000)
    void holdForAnyBytes(@ForAll byte[] payload) {
        isTotal(payload, "10");
    }

    @Property(tries = 2_000)
    void holdForSmallNumbers(@ForAll long seed, @ForAll @IntRange(max = 300) int length) {
        Random random = new Random(seed);
        byte[] payload = new byte[length];
        for (int i = 0; i < length; i++) {
            payload[i] = (byte) random.nextInt(4);
        }
        isTotal(payload, "10");
    }

    @Property(tries = 20_000)
    void holdForMutatedExamples(@ForAll long seed) {
        Random random = new Random(seed);
        List<Example> examples =
                DECODERS.get(random.nextInt(DECODERS.size() - 1)).profile().examples();
        Example example = examples.get(random.nextInt(examples.size()));
        byte[] payload = example.payload().toByteArray();
        for (int changes = random.nextInt(4); changes > 0 && payload.length > 0; changes--) {
            int at = random.nextInt(payload.length);
            switch (random.nextInt(4)) {
                case 0 -> payload[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> payload = Arrays.copyOf(payload, at);
                case 2 -> payload = Arrays.copyOf(payload, payload.length + at);
                default -> payload[at] = (byte) random.nextInt(256);
            }
        }
        isTotal(payload, example.channel());
    }
}
