// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.framing;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.lamplighter.checksum.Checksum;
import org.lamplighter.reading.Payload;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class FramerProperties {
    private static final List<String> ALL =
            List.of(
                    Framings.METER,
                    Framings.TRACKER,
                    Framings.COVER,
                    Framings.LINES,
                    Framings.FIXED,
                    "length: { at: 0, type: u16, plus: 2 }\n",
                    "datagram: true\nchecksum: { kind: crc32 }\n");

    @Provide
    Arbitrary<String> framings() {
        return Arbitraries.of(ALL);
    }

    /** Bytes among which starts, lengths and tails are frequent. */
    @Provide
    Arbitrary<byte[]> streams() {
        Arbitrary<Byte> likely =
                Arbitraries.of(0x68, 0x16, 0x7e, 0x7d, 0x80, 0x81, 0xaa, 0x55, 0x0d, 0x0a, 0, 1, 6)
                        .map(Integer::byteValue);
        return Arbitraries.oneOf(likely, likely, Arbitraries.bytes())
                .array(byte[].class)
                .ofMaxSize(400);
    }

    @Property(tries = 3000)
    void tellsTheSameInWhateverPiecesTheBytesCome(
            @ForAll("framings") String yaml,
            @ForAll("streams") byte[] stream,
            @ForAll @IntRange(min = 1, max = 40) int piece) {
        Framing framing = Framings.of(yaml);

        assertThat(Framings.told(framing, stream, piece))
                .isEqualTo(Framings.told(framing, stream, Math.max(1, stream.length)));
    }

    /** Four megabytes of each framing: nothing is thrown, and no more than a frame is held. */
    @Property(tries = 7)
    void holdsNoMoreThanAFrameWhateverComes(@ForAll("framings") String yaml, @ForAll long seed) {
        Framing framing = Framings.of(yaml);
        Random random = new Random(seed);
        byte[] chunk = new byte[64 * 1024];
        Framer framer = framing.framer();
        int[] told = new int[1];
        for (int i = 0; i < 64; i++) {
            random.nextBytes(chunk);
            framer.feed(chunk, 0, 1 + random.nextInt(chunk.length), framed -> told[0]++);
            assertThat(framer.capacity()).isLessThanOrEqualTo(framing.most());
            if (framer.isGivenUp() || i % 8 == 7) {
                framer.end(framed -> told[0]++);
            }
            assertThat(framer.isWaiting() && framer.isGivenUp()).isFalse();
        }
        assertThat(told[0]).isPositive();
    }

    /** Every byte is in a frame, is discarded, or is a preamble; unless it gave up. */
    @Property(tries = 3000)
    void accountsForEveryByte(@ForAll("streams") byte[] stream) {
        for (String yaml : List.of(Framings.COVER, Framings.FIXED, Framings.LINES)) {
            List<Framed> told = Framings.told(Framings.of(yaml), stream, 7);
            int bytes = 0;
            boolean gaveUp = false;
            for (Framed framed : told) {
                switch (framed) {
                    case Framed.Whole whole -> bytes += whole.bytes().length();
                    case Framed.Discarded discarded -> bytes += discarded.bytes();
                    case Framed.GivenUp givenUp -> gaveUp = true;
                }
            }
            if (gaveUp) {
                assertThat(bytes).isLessThanOrEqualTo(stream.length);
            } else {
                assertThat(bytes).isEqualTo(stream.length);
            }
        }
    }

    /** Whatever stands between frames, if it is no start itself, costs only itself. */
    @Property(tries = 1000)
    void losesOnlyTheGarbageBetweenFrames(
            @ForAll @Size(max = 12) List<@Size(max = 200) byte[]> bodies,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 300) int piece) {
        Random random = new Random(seed);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        List<Framed> frames = new ArrayList<>();
        long garbage = 0;
        for (byte[] body : bodies) {
            byte[] between = new byte[random.nextInt(100)];
            random.nextBytes(between);
            for (int i = 0; i < between.length; i++) {
                between[i] = between[i] == 0x68 || between[i] == (byte) 0xfe ? 0 : between[i];
            }
            byte[] frame = meter(body, random);
            stream.writeBytes(between);
            stream.writeBytes(frame);
            garbage += between.length;
            frames.add(new Framed.Whole(Payload.copyOf(frame)));
        }

        List<Framed> told = Framings.told(Framings.of(Framings.METER), stream.toByteArray(), piece);

        assertThat(told.stream().filter(Framed.Whole.class::isInstance)).isEqualTo(frames);
        assertThat(
                        told.stream()
                                .filter(Framed.Discarded.class::isInstance)
                                .mapToLong(d -> ((Framed.Discarded) d).bytes())
                                .sum())
                .isEqualTo(garbage);
    }

    /**
     * Also where the garbage is full of starts: a check finds the frame nevertheless, unless what
     * begins before it happens to pass the check itself.
     */
    @Property(tries = 1000)
    void findsEveryFrameAfterStartsThatAreNone(
            @ForAll @Size(max = 60) byte[] body,
            @ForAll @IntRange(max = 20) int starts,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 300) int piece) {
        byte[] frame = meter(body, new Random(seed));
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < starts; i++) {
            stream.write(0x68);
        }
        stream.writeBytes(frame);
        Framing framing = Framings.of(Framings.METER);
        Assume.that(isNoneAFrame(framing, stream.toByteArray(), starts));

        assertThat(Framings.told(framing, stream.toByteArray(), piece))
                .contains(new Framed.Whole(Payload.copyOf(frame)));
    }

    /** Whether nothing that begins at one of the first starts is a frame by chance. */
    private static boolean isNoneAFrame(Framing framing, byte[] stream, int starts) {
        for (int i = 0; i < starts; i++) {
            int end = i + 13 + (stream[i + 10] & 0xff);
            if (end <= stream.length
                    && framing.faultOf(Payload.copyOf(Arrays.copyOfRange(stream, i, end)))
                            .isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** What was escaped and answered can be framed again. */
    @Property(tries = 1000)
    void framesItsOwnAnswer(
            @ForAll @IntRange(max = 0xffff) int message,
            @ForAll @IntRange(max = 0xffff) int sequence) {
        Framing framing = Framings.of(Framings.TRACKER);
        Payload frame =
                Payload.parseHex("7e%04x0000013812345678%04x007e".formatted(message, sequence));

        byte[] answer = framing.answerTo(frame).orElseThrow().toByteArray();

        assertThat(Framings.told(framing, answer, 5))
                .singleElement()
                .isInstanceOfSatisfying(
                        Framed.Whole.class,
                        whole ->
                                assertThat(whole.bytes().toHex())
                                        .startsWith("7e80010005013812345678")
                                        .contains(
                                                "%04x%04x%04x00"
                                                        .formatted(sequence, sequence, message)));
    }

    private static byte[] meter(byte[] body, Random random) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x68);
        frame.write(0x10);
        for (int i = 0; i < 7; i++) {
            frame.write(16 * random.nextInt(10) + random.nextInt(10));
        }
        frame.write(0x81);
        frame.write(body.length + 3);
        frame.write(0x0a);
        frame.write(0x81);
        frame.write(random.nextInt(256));
        frame.writeBytes(body);
        byte[] sofar = frame.toByteArray();
        frame.write((int) Checksum.of("sum8").over(sofar, 0, sofar.length));
        frame.write(0x16);
        return frame.toByteArray();
    }
}
