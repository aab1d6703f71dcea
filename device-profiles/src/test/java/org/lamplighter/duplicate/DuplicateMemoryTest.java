// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.duplicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.lamplighter.duplicate.Judgement.Reason;
import org.lamplighter.reading.Payload;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

class DuplicateMemoryTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Payload BYTES = Payload.parseHex("0102");
    private static final Duration WINDOW = Duration.ofSeconds(60);

    private DuplicateMemory memory = DuplicateMemory.empty();

    private Reason judge(DuplicateKey key, Instant logTime) {
        Judgement judgement = memory.judge(key, logTime, DuplicateMemory.RETENTION);
        memory = judgement.memory();
        return judgement.reason();
    }

    private static DuplicateKey sequence(long number, int second) {
        return DuplicateKey.ofSequence(number, NOON.plusSeconds(second));
    }

    @Test
    void recognisesACopyBySequenceAndTime() {
        assertThat(judge(sequence(1, 0), NOON)).isEqualTo(Reason.FIRST_SEEN);
        assertThat(judge(sequence(1, 0), NOON.plusSeconds(900)))
                .isEqualTo(Reason.SAME_SEQUENCE_AND_TIME);
        assertThat(judge(sequence(2, 0), NOON)).isEqualTo(Reason.FIRST_SEEN);
        assertThat(judge(sequence(1, 1), NOON)).isEqualTo(Reason.FIRST_SEEN);
    }

    @Test
    void recognisesACopyByTimeAndBytes() {
        DuplicateKey key = DuplicateKey.ofTime(NOON, BYTES);

        assertThat(judge(key, NOON)).isEqualTo(Reason.FIRST_SEEN);
        assertThat(judge(key, NOON.plusSeconds(900))).isEqualTo(Reason.SAME_TIME_AND_BYTES);
        assertThat(judge(DuplicateKey.ofTime(NOON, Payload.parseHex("03")), NOON))
                .isEqualTo(Reason.FIRST_SEEN);
    }

    @Test
    void recognisesACopyByThePlatformsNumber() {
        DuplicateKey key = DuplicateKey.ofPacket("a1", NOON);

        assertThat(judge(key, NOON)).isEqualTo(Reason.FIRST_SEEN);
        assertThat(judge(DuplicateKey.ofPacket("a1", NOON.plusSeconds(900)), NOON))
                .isEqualTo(Reason.SAME_PACKET);
        assertThat(judge(DuplicateKey.ofPacket("a2", NOON), NOON)).isEqualTo(Reason.FIRST_SEEN);
    }

    @Test
    void takesEqualBytesForACopyWithinTheWindowOnEitherSide() {
        assertThat(judge(bytes(100), NOON)).isEqualTo(Reason.FIRST_SEEN);
        assertThat(judge(bytes(160), NOON)).isEqualTo(Reason.SAME_BYTES_NEAR_RECEIPT);
        assertThat(judge(bytes(40), NOON)).isEqualTo(Reason.SAME_BYTES_NEAR_RECEIPT);
        assertThat(judge(bytes(161), NOON)).isEqualTo(Reason.FIRST_SEEN);
        assertThat(judge(bytes(39), NOON)).isEqualTo(Reason.FIRST_SEEN);
    }

    private static DuplicateKey bytes(int second) {
        return DuplicateKey.ofBytes(BYTES, NOON.plusSeconds(second), WINDOW);
    }

    @Test
    void remembersUntilTheRetentionHasPassed() {
        judge(sequence(0, 0), NOON);
        for (int i = 1; i <= DuplicateMemory.ALWAYS_KEPT; i++) {
            judge(sequence(i, 960), NOON.plusSeconds(960));
        }
        assertThat(judge(sequence(0, 0), NOON.plusSeconds(960)))
                .isEqualTo(Reason.SAME_SEQUENCE_AND_TIME);

        Instant oneMilliLater = NOON.plus(DuplicateMemory.RETENTION).plusMillis(1);
        judge(sequence(99, 961), oneMilliLater);

        assertThat(judge(sequence(0, 0), oneMilliLater)).isEqualTo(Reason.FIRST_SEEN);
    }

    @Test
    void remembersABacklogForAsLongAfterItWasFirstSeen() {
        Instant back = NOON.minus(Duration.ofDays(3));
        for (int i = 0; i < 200; i++) {
            judge(DuplicateKey.ofSequence(i, back.plusSeconds(i)), NOON);
        }
        for (int i = 0; i < 200; i++) {
            assertThat(
                            judge(
                                    DuplicateKey.ofSequence(i, back.plusSeconds(i)),
                                    NOON.plusSeconds(960)))
                    .isEqualTo(Reason.SAME_SEQUENCE_AND_TIME);
        }
    }

    @Test
    void keepsTheSixteenNewestWhateverTheirAge() {
        for (int i = 0; i < 16; i++) {
            judge(sequence(i, i), NOON);
        }
        Instant twoDaysLater = NOON.plus(Duration.ofDays(2));
        assertThat(judge(sequence(0, 0), twoDaysLater)).isEqualTo(Reason.SAME_SEQUENCE_AND_TIME);

        judge(sequence(16, 16), twoDaysLater);

        assertThat(judge(sequence(1, 1), twoDaysLater)).isEqualTo(Reason.SAME_SEQUENCE_AND_TIME);
        assertThat(judge(sequence(0, 0), twoDaysLater)).isEqualTo(Reason.FIRST_SEEN);
    }

    @Test
    void forgetsTheOldestWhenItIsFullAndCountsIt() {
        for (int i = 0; i < DuplicateMemory.CAPACITY; i++) {
            judge(sequence(i, i), NOON.plusSeconds(i));
        }
        assertThat(memory.size()).isEqualTo(DuplicateMemory.CAPACITY);
        Instant now = NOON.plusSeconds(DuplicateMemory.CAPACITY);

        Judgement judgement =
                memory.judge(
                        sequence(DuplicateMemory.CAPACITY, DuplicateMemory.CAPACITY),
                        now,
                        DuplicateMemory.RETENTION);

        assertThat(judgement.forgotten()).isEqualTo(1);
        assertThat(judgement.memory().size()).isEqualTo(DuplicateMemory.CAPACITY);
        memory = judgement.memory();
        assertThat(judge(sequence(1, 1), now)).isEqualTo(Reason.SAME_SEQUENCE_AND_TIME);
        assertThat(judge(sequence(0, 0), now)).isEqualTo(Reason.BEFORE_MEMORY);
        assertThat(Reason.BEFORE_MEMORY.verdict()).isEqualTo(Verdict.FRESH);
    }

    @Test
    void changesNothingForADuplicate() {
        judge(sequence(1, 0), NOON);
        Judgement judgement = memory.judge(sequence(1, 0), NOON, DuplicateMemory.RETENTION);

        assertThat(judgement.verdict()).isEqualTo(Verdict.DUPLICATE);
        assertThat(judgement.memory()).isSameAs(memory);
    }

    @Test
    void refusesBytesThatAreNoMemory() {
        judge(sequence(1, 0), NOON);
        ByteBuffer bytes = ByteBuffer.allocate(memory.encodedSize());
        memory.encode(bytes);
        byte[] whole = bytes.array();

        assertThatThrownBy(
                        () -> DuplicateMemory.decode(ByteBuffer.wrap(whole, 0, whole.length - 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a duplicate memory ends too early");
        whole[0] = 9;
        assertThatThrownBy(() -> DuplicateMemory.decode(ByteBuffer.wrap(whole)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a duplicate memory of version 9 with 1 identities cannot be read; version"
                                + " 1 with at most 256 can");
    }

    @Test
    void takesFewBytes() {
        for (int i = 0; i < DuplicateMemory.CAPACITY; i++) {
            judge(sequence(i, 3 * i), NOON.plusSeconds(3 * i + 1));
        }
        assertThat(memory.encodedSize()).isLessThan(3500);
    }
}
