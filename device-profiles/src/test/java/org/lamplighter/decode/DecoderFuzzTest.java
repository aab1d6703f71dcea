// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.lamplighter.profile.Example;
import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.FrameId;
import org.lamplighter.reading.Payload;
import org.lamplighter.reading.PointValue;
import org.lamplighter.reading.Reading;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Frames by the million against every shipped profile: each gives readings or a typed fault, in
 * bounded time and memory, and the same again. {@code -Dfuzz.frames=N} is how many, {@code
 * -Dfuzz.seed=N} which.
 */
@Tag("faults")
class DecoderFuzzTest {
    private static final long FRAMES = Long.getLong("fuzz.frames", 12_000_000);
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_121);

    /** The whole run; it is over long before. */
    private static final Duration LONGEST = Duration.ofMinutes(20);

    /** One frame, with a pause of the machine in it. */
    private static final Duration LONGEST_FRAME = Duration.ofSeconds(5);

    /** What one frame may allocate: so much, and so much more for each of its bytes. */
    private static final long MOST_BYTES = 128 * 1024;

    private static final long MOST_BYTES_A_BYTE = 2048;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private final Map<Kind, long[]> kinds = new EnumMap<>(Kind.class);
    private final Map<DecodeFault, Long> faults = new EnumMap<>(DecodeFault.class);
    private long frames;
    private long readings;
    private long longestNanos;
    private long mostBytes;
    private String longest = "";
    private String most = "";

    private enum Kind {
        EXAMPLE,
        RANDOM,
        TRUNCATED,
        EXTENDED,
        BITS_FLIPPED,
        BYTES_REPLACED,
        SPLICED,
        RANDOM_AFTER_HEAD
    }

    /** A profile with what its frames are made of. */
    private record Target(Decoder decoder, List<Example> examples) {}

    @Test
    void everyFrameGivesReadingsOrATypedFault() {
        List<Target> targets =
                ShippedProfiles.all().stream()
                        .map(shipped -> Decoder.of(shipped.profile()))
                        .map(decoder -> new Target(decoder, decoder.profile().examples()))
                        .toList();
        long from = System.nanoTime();
        long until = from + LONGEST.toNanos();
        targets.forEach(this::cutEverywhere);
        while (frames < FRAMES) {
            for (Target target : targets) {
                for (int i = 0; i < 256; i++) {
                    one(target);
                }
            }
            assertThat(System.nanoTime()).as("the run ends in time").isLessThan(until);
        }
        print(targets.size(), System.nanoTime() - from);
        assertThat(frames).isGreaterThanOrEqualTo(FRAMES);
        assertThat(Duration.ofNanos(longestNanos)).as(longest).isLessThan(LONGEST_FRAME);
    }

    /** Each example as it is, and ended before each of its bytes. */
    private void cutEverywhere(Target target) {
        for (Example example : target.examples()) {
            byte[] whole = example.payload().toByteArray();
            decode(Kind.EXAMPLE, target, example, whole);
            for (int length = 0; length < whole.length; length++) {
                decode(Kind.TRUNCATED, target, example, Arrays.copyOf(whole, length));
            }
        }
    }

    private void one(Target target) {
        Example example = target.examples().get(random.nextInt(target.examples().size()));
        byte[] whole = example.payload().toByteArray();
        Kind kind = Kind.values()[1 + random.nextInt(Kind.values().length - 1)];
        byte[] payload =
                switch (kind) {
                    case EXAMPLE -> whole;
                    case RANDOM -> bytes(random.nextInt(random.nextInt(16) == 0 ? 600 : 64));
                    case TRUNCATED -> Arrays.copyOf(whole, random.nextInt(whole.length + 1));
                    case EXTENDED -> joined(whole, bytes(1 + random.nextInt(40)));
                    case BITS_FLIPPED -> flipped(whole);
                    case BYTES_REPLACED -> replaced(whole);
                    case SPLICED -> {
                        byte[] other =
                                target.examples()
                                        .get(random.nextInt(target.examples().size()))
                                        .payload()
                                        .toByteArray();
                        int from = random.nextInt(other.length + 1);
                        yield joined(
                                Arrays.copyOf(whole, random.nextInt(whole.length + 1)),
                                Arrays.copyOfRange(other, from, other.length));
                    }
                    case RANDOM_AFTER_HEAD ->
                            joined(
                                    Arrays.copyOf(whole, Math.min(whole.length, random.nextInt(8))),
                                    bytes(random.nextInt(64)));
                };
        decode(kind, target, example, payload);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private byte[] flipped(byte[] payload) {
        for (int flips = 1 + random.nextInt(8); flips > 0 && payload.length > 0; flips--) {
            payload[random.nextInt(payload.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return payload;
    }

    /** Numbers at their edges, which are where lengths and counts go wrong. */
    private byte[] replaced(byte[] payload) {
        byte[] edges = {0, 1, 2, 0x7f, (byte) 0x80, (byte) 0xfe, (byte) 0xff};
        for (int changes = 1 + random.nextInt(4); changes > 0 && payload.length > 0; changes--) {
            payload[random.nextInt(payload.length)] = edges[random.nextInt(edges.length)];
        }
        return payload;
    }

    private void decode(Kind kind, Target target, Example example, byte[] payload) {
        Frame frame =
                new Frame(
                        new FrameId("fuzz", FrameId.firstCounterOf(example.receivedAt())),
                        new DeviceId("device"),
                        "/fuzz",
                        random.nextInt(8) == 0 ? "" : example.channel(),
                        Payload.wrap(payload));
        long before = threads.getCurrentThreadAllocatedBytes();
        long from = System.nanoTime();
        Decoding decoding = target.decoder().decode(frame, 1);
        long nanos = System.nanoTime() - from;
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        frames++;
        long[] counts = kinds.computeIfAbsent(kind, k -> new long[2]);
        counts[0]++;
        switch (decoding) {
            case Decoding.Decoded decoded -> {
                counts[1]++;
                readings += decoded.readings().size();
                if (!isWhole(decoded, target.decoder())) {
                    throw new AssertionError("no whole readings: " + what(target, frame));
                }
            }
            case Decoding.Undecodable undecodable -> {
                faults.merge(undecodable.fault(), 1L, Long::sum);
                int length = undecodable.detail().length();
                if (undecodable.fault() == DecodeFault.DECODER_FAILED
                        || length == 0
                        || length > Decoding.Undecodable.MAX_DETAIL) {
                    throw new AssertionError(undecodable + " of " + what(target, frame));
                }
            }
        }
        if (frames % 4096 == 0 && !target.decoder().decode(frame, 1).equals(decoding)) {
            throw new AssertionError("another decoding the second time: " + what(target, frame));
        }
        long bound = MOST_BYTES + MOST_BYTES_A_BYTE * payload.length;
        if (bytes > mostBytes || bytes > bound) {
            // the first use of a message loads classes; the frame itself must not cost as much
            bytes = allocated(target.decoder(), frame);
        }
        if (bytes > bound) {
            throw new AssertionError(bytes + " bytes allocated by " + what(target, frame));
        }
        if (nanos > longestNanos) {
            longestNanos = nanos;
            longest = what(target, frame);
        }
        if (bytes > mostBytes) {
            mostBytes = bytes;
            most = what(target, frame);
        }
    }

    private long allocated(Decoder decoder, Frame frame) {
        long before = threads.getCurrentThreadAllocatedBytes();
        decoder.decode(frame, 1);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static String what(Target target, Frame frame) {
        return target.decoder().profile().id() + " " + frame.payload().toHex();
    }

    private static boolean isWhole(Decoding.Decoded decoded, Decoder decoder) {
        if (decoded.readings().isEmpty()
                || decoded.readings().size() > Extraction.MAX_READINGS + 1) {
            return false;
        }
        for (Reading reading : decoded.readings()) {
            boolean good =
                    !reading.points().isEmpty()
                            && decoder.profile()
                                    .points()
                                    .keySet()
                                    .containsAll(reading.points().keySet());
            for (PointValue value : reading.points().values()) {
                good &=
                        !(value instanceof PointValue.Quantity quantity)
                                || Double.isFinite(quantity.value());
            }
            if (!good) {
                return false;
            }
        }
        return true;
    }

    private void print(int profiles, long nanos) {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%,d frames over %d profiles in %.1f s, seed %d: %,d readings",
                        frames,
                        profiles,
                        nanos / 1e9,
                        SEED,
                        readings));
        kinds.forEach(
                (kind, counts) ->
                        lines.add(
                                String.format(
                                        Locale.ROOT,
                                        "  %-18s %,12d  with readings %,12d",
                                        kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                                        counts[0],
                                        counts[1])));
        faults.forEach(
                (fault, count) ->
                        lines.add(String.format(Locale.ROOT, "  %-18s %,12d", fault, count)));
        lines.add(
                String.format(
                        Locale.ROOT, "  most allocated by a frame %,d bytes: %s", mostBytes, most));
        lines.add(String.format(Locale.ROOT, "  longest frame %.1f ms", longestNanos / 1e6));
        lines.forEach(System.out::println);
    }
}
