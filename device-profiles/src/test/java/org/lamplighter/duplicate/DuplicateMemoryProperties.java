// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.lamplighter.reading.Payload;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class DuplicateMemoryProperties {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final int BOUND_SECONDS = 15 * 60;

    private record Sent(DuplicateKey key, int event, Instant logTime) {}

    /**
     * Any number of copies in any order, none logged later than the lateness bound: each frame is
     * fresh exactly once, whatever other frames come between.
     */
    @Property(tries = 1500)
    void findsEachFrameFreshExactlyOnceInAnyOrderAndNumberOfCopies(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 250) int frames) {
        Random random = new Random(seed);
        List<Sent> log = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            int event = random.nextInt(3600);
            Instant time = NOON.plusSeconds(event);
            DuplicateKey key =
                    random.nextBoolean()
                            ? DuplicateKey.ofSequence(i, time)
                            : DuplicateKey.ofTime(time, Payload.wrap(new byte[] {(byte) i}));
            for (int copies = 1 + random.nextInt(4); copies > 0; copies--) {
                int delay = random.nextInt(-300, BOUND_SECONDS + 1);
                log.add(new Sent(key, event, time.plusSeconds(delay)));
            }
        }
        Collections.shuffle(log, random);
        log.sort(Comparator.comparing(Sent::logTime));

        Map<DuplicateKey, Integer> fresh = new HashMap<>();
        DuplicateMemory memory = DuplicateMemory.empty();
        for (Sent sent : log) {
            Judgement judgement =
                    memory.judge(sent.key(), sent.logTime(), DuplicateMemory.RETENTION);
            memory = judgement.memory();
            assertThat(judgement.forgotten()).isZero();
            if (judgement.verdict() == Verdict.FRESH) {
                fresh.merge(sent.key(), 1, Integer::sum);
            }
        }

        assertThat(fresh.values()).allMatch(times -> times == 1);
        assertThat(fresh.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        log.stream().map(Sent::key).distinct().toList());
    }

    /** Memories share what they have in common; none may see what came after it, or beside it. */
    @Property(tries = 300)
    void aMemoryStaysWhatItWasWhateverIsRememberedAfterIt(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int frames) {
        Random random = new Random(seed);
        List<DuplicateMemory> all = new ArrayList<>(List.of(DuplicateMemory.empty()));
        List<ByteBuffer> written = new ArrayList<>(List.of(written(DuplicateMemory.empty())));
        for (int i = 0; i < frames; i++) {
            // mostly the newest, at times one from before, which then has two successors
            int parent = random.nextInt(4) > 0 ? all.size() - 1 : random.nextInt(all.size());
            Instant time = NOON.plusSeconds(random.nextInt(10) > 0 ? i : random.nextInt(frames));
            DuplicateMemory next =
                    all.get(parent)
                            .judge(
                                    DuplicateKey.ofSequence(i, time),
                                    time.plusSeconds(random.nextInt(600)),
                                    Duration.ofMinutes(1 + random.nextInt(16)))
                            .memory();
            all.add(next);
            written.add(written(next));
        }

        for (int i = 0; i < all.size(); i++) {
            assertThat(written(all.get(i))).isEqualTo(written.get(i));
            assertThat(DuplicateMemory.decode(written.get(i).duplicate())).isEqualTo(all.get(i));
        }
    }

    private static ByteBuffer written(DuplicateMemory memory) {
        ByteBuffer out = ByteBuffer.allocate(memory.encodedSize());
        memory.encode(out);
        return out.flip();
    }

    @Property(tries = 1500)
    void readsBackWhatItWrote(@ForAll long seed, @ForAll @IntRange(min = 0, max = 400) int frames) {
        Random random = new Random(seed);
        DuplicateMemory memory = DuplicateMemory.empty();
        for (int i = 0; i < frames; i++) {
            Instant time = NOON.plusMillis(random.nextInt(2_000_000) - 1_000_000);
            memory =
                    memory.judge(
                                    DuplicateKey.ofBytes(
                                            Payload.wrap(new byte[] {(byte) random.nextInt(40)}),
                                            time,
                                            Duration.ofSeconds(5)),
                                    NOON,
                                    DuplicateMemory.RETENTION)
                            .memory();
        }
        ByteBuffer bytes = ByteBuffer.allocate(DuplicateMemory.MAX_ENCODED_SIZE);
        memory.encode(bytes);
        assertThat(bytes.position()).isEqualTo(memory.encodedSize());
        bytes.flip();

        assertThat(DuplicateMemory.decode(bytes)).isEqualTo(memory);
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Property(tries = 5000)
    void givesAMemoryOrAnIllegalArgumentForAnyBytes(@ForAll byte[] bytes) {
        try {
            assertThat(DuplicateMemory.decode(ByteBuffer.wrap(bytes)).size()).isLessThan(257);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }
}
