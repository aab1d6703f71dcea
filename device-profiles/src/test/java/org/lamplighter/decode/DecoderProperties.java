// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.lamplighter.profile.DeviceProfile;
import org.lamplighter.profile.Example;
import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.profile.layout.Conversion;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Payload;
import org.lamplighter.reading.PointValue;
import org.lamplighter.unit.Ratio;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Decoding is total: whatever the bytes, there is a reading or a fault that is no bug. Each try
 * goes through every shipped profile.
 */
class DecoderProperties {
    private static final List<Decoder> DECODERS =
            ShippedProfiles.all().stream().map(shipped -> Decoder.of(shipped.profile())).toList();
    private static final List<Payload> EXAMPLES =
            DECODERS.stream()
                    .map(Decoder::profile)
                    .map(DeviceProfile::examples)
                    .flatMap(List::stream)
                    .map(Example::payload)
                    .toList();
    private static final Decoder COVER = Frames.shipped("generic-manhole-cover");
    private static final String[] TOKENS = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\u0000",
        "\\",
        "null",
        "true",
        "NaN",
        "-Infinity",
        "1e999",
        "-",
        "0.1",
        "1".repeat(101),
        "\"tilt\":",
        "\"time\":",
        "\"seq\":",
        "\"open\":",
        "\"fault\":",
        "é",
        "\u0000",
        "9223372036854775808",
        "\"2026-01-01T00:00:00Z\"",
        " ",
        "/*",
    };

    private static void isTotal(byte[] payload) {
        for (Decoder decoder : DECODERS) {
            switch (decoder.decode(Frames.frame(payload), 1)) {
                case Decoding.Decoded decoded ->
                        assertThat(decoded.readings().getFirst().points().values())
                                .allMatch(
                                        value ->
                                                !(value instanceof PointValue.Quantity quantity)
                                                        || Double.isFinite(quantity.value()));
                case Decoding.Undecodable undecodable -> {
                    assertThat(undecodable.fault()).isNotEqualTo(DecodeFault.DECODER_FAILED);
                    assertThat(undecodable.detail().length()).isBetween(1, 300);
                }
            }
        }
    }

    @Property(tries = 1_000)
    void holdsForAnyBytes(@ForAll byte[] payload) {
        isTotal(payload);
    }

    @Property(tries = 2_000)
    void holdsForMutatedExamples(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] payload = EXAMPLES.get(random.nextInt(EXAMPLES.size())).toByteArray();
        for (int changes = random.nextInt(4); changes > 0 && payload.length > 0; changes--) {
            int at = random.nextInt(payload.length);
            switch (random.nextInt(3)) {
                case 0 -> payload[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> payload = java.util.Arrays.copyOf(payload, at);
                default -> payload[at] = (byte) random.nextInt(256);
            }
        }
        isTotal(payload);
    }

    @Property(tries = 2_000)
    void holdsForScrambledJson(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder json = new StringBuilder("{");
        for (int i = random.nextInt(12); i > 0; i--) {
            json.append(TOKENS[random.nextInt(TOKENS.length)]);
        }
        isTotal(
                json.append(random.nextBoolean() ? "}" : "")
                        .toString()
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 200)
    void holdsForDeepAndWideJson(@ForAll @IntRange(min = 1, max = 30_000) int size) {
        isTotal("{\"a\":".repeat(Math.min(size, 10_000)).getBytes(StandardCharsets.UTF_8));
        isTotal("[".repeat(size).getBytes(StandardCharsets.UTF_8));
        isTotal(
                ("{" + "\"x\":0,".repeat(size / 3) + "\"tilt\":1}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 5_000)
    void anExampleInAnyMemberOrderMeansTheSame(@ForAll long seed) {
        Random random = new Random(seed);
        List<String> members =
                new ArrayList<>(
                        List.of(
                                "\"tilt\":1.5",
                                "\"open\":true",
                                "\"seq\":4",
                                "\"time\":1768032000000",
                                "\"zzz\":[{}]"));
        java.util.Collections.shuffle(members, random);
        Decoding decoding = COVER.decode(Frames.text("{" + String.join(",", members) + "}"), 1);
        Decoding ordered =
                COVER.decode(
                        Frames.text(
                                "{\"seq\":4,\"time\":1768032000000,\"tilt\":1.5,"
                                        + "\"open\":true,\"zzz\":0}"),
                        1);

        assertThat(decoding).isEqualTo(ordered);
    }

    @Property(tries = 20_000)
    void scalesExactlyLikeDecimalArithmetic(
            @ForAll long raw,
            @ForAll @IntRange(min = -99_999, max = 99_999) int scale,
            @ForAll @IntRange(min = 0, max = 6) int decimals,
            @ForAll int offset,
            @ForAll @IntRange(min = 0, max = 62) int shift) {
        BigDecimal factor = BigDecimal.valueOf(scale, decimals);
        BigDecimal addend = BigDecimal.valueOf(offset, 2);
        long value = raw >> shift;

        double scaled =
                LinearConversion.of(new Conversion.Linear(Ratio.of(factor), Ratio.of(addend)))
                        .apply(value, false);

        assertThat(scaled)
                .isEqualTo(BigDecimal.valueOf(value).multiply(factor).add(addend).doubleValue());
    }
}
