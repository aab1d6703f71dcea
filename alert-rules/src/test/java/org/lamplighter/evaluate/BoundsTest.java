// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.lamplighter.log.Tick;
import org.lamplighter.rule.RuleBook;
import org.lamplighter.rule.ShippedPacks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

final class BoundsTest {
    private static final RuleBook BOOK = ShippedPacks.book();
    private static final Subject COVER = Story.cover("C-1");
    private static final Instant START = Story.MIDNIGHT;

    @Test
    void atMost256ReadingsAreKeptAndTheOldestSettleEarlyCounted() {
        ServedClocks clocks = new ServedClocks();
        DeviceState state = Evaluator.DEFAULT.onRegistered(COVER, BOOK, START, clocks).next();
        int early = 0;
        for (int i = 1; i <= Evaluator.MAX_RECENT; i++) {
            Transition step = read(state, i, i, "tilt", 2);
            state = step.next();
            early += step.foldedEarly();
        }
        assertThat(early).isZero();
        assertThat(state.recent()).hasSize(256);

        Transition oneMore = read(state, 257, 257, "tilt", 2);

        assertThat(oneMore.foldedEarly()).isEqualTo(1);
        assertThat(oneMore.next().recent()).hasSize(256);
        assertThat(read(oneMore.next(), 1, 258, "tilt", 40).verdict()).isEqualTo(Verdict.CLOSED);
        assertThat(read(oneMore.next(), 1, 258, "open", true).verdict())
                .isEqualTo(Verdict.CLOSED_NEWEST);
    }

    @Test
    void atTheLatenessBoundAReadingIsPlacedAndOneMillisecondLaterItIsLate() {
        Instant event = START.plusSeconds(60);
        Instant bound = event.plus(Evaluator.LATENESS_BOUND);

        assertThat(Evaluator.DEFAULT.isLate(bound, event)).isFalse();
        assertThat(Evaluator.DEFAULT.isLate(bound.plusMillis(1), event)).isTrue();
    }

    @Test
    void aQuietDeviceTakesFewBytes() {
        DeviceState state =
                Evaluator.DEFAULT.onRegistered(COVER, BOOK, START, new ServedClocks()).next();
        state = read(state, 1, 1, "tilt", 2, "open", false, "battery", 80).next();
        state = read(state, 86_400, 86_400, "tilt", 2, "open", false, "battery", 80).next();
        state =
                Evaluator.DEFAULT
                        .onTime(state, COVER, BOOK, START.plusSeconds(90_000), new ServedClocks())
                        .next();
        assertThat(DeviceStateCodec.encode(state)).hasSizeLessThan(90);
    }

    @Test
    void foreignBytesAreRefusedWithASentence() {
        assertThatThrownBy(() -> DeviceStateCodec.decode(new byte[] {9}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a device state of version 9 cannot be read: this program knows version 1;"
                                + " start the program that wrote them, or a newer one");
        assertThatThrownBy(() -> DeviceStateCodec.decode(new byte[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a device state end within a value, after 1 bytes");
    }

    @Test
    void theServedClocksHold1024SourcesAndForgetTheOneThatTickedLongestAgo() {
        ServedClocks clocks = new ServedClocks();
        // all sources together have a clock too
        for (int i = 0; i < 1023; i++) {
            clocks.onTick(new Tick("g" + i, List.of("mqtt")), START.plusMillis(i));
        }
        Instant later = START.plusSeconds(3);
        assertThat(clocks.served("/g0/mqtt", later)).isPositive();

        clocks.onTick(new Tick("more", List.of("mqtt")), later);

        assertThat(clocks.served("/g0/mqtt", later)).isEqualTo(Duration.ZERO);
        assertThat(clocks.served("/g1/mqtt", later)).isPositive();
        assertThat(clocks.served(ServedTime.ANY_SOURCE, later)).isPositive();
    }

    @Test
    void aServedClockIsExactForTwentyMinutesOfItsOwnTimeAndForgetsOutagesBefore() {
        ServedClocks clocks = new ServedClocks();
        Tick tick = new Tick("gw1", List.of("mqtt"));
        clocks.onTick(tick, START);
        Instant up = START.plusSeconds(60);
        // stood from 5 s on; its own time is 5 s when it goes on, and 20 min more at the end
        clocks.onTick(tick, up);
        for (int second = 1; second <= 1200; second++) {
            clocks.onTick(tick, up.plusSeconds(second));
        }
        assertThat(clocks.served("/gw1/mqtt", up.minusSeconds(1))).hasSeconds(5);

        clocks.onTick(tick, up.plusSeconds(1201));

        assertThat(clocks.served("/gw1/mqtt", up.minusSeconds(1))).hasSeconds(4);
    }

    @Test
    void theServedClockStandsWhileTicksAreMissing() {
        ServedClocks clocks = new ServedClocks();
        Tick tick = new Tick("gw1", List.of("mqtt"));
        clocks.onTick(tick, START);
        clocks.onTick(tick, START.plusSeconds(5));
        clocks.onTick(tick, START.plusSeconds(100));
        clocks.onTick(tick, START.plusSeconds(101));

        assertThat(clocks.served("/gw1/mqtt", START.plusSeconds(5))).hasSeconds(5);
        assertThat(clocks.served("/gw1/mqtt", START.plusSeconds(60))).hasSeconds(10);
        assertThat(clocks.served("/gw1/mqtt", START.plusSeconds(101))).hasSeconds(11);
        assertThat(clocks.reached("/gw1/mqtt", Duration.ofSeconds(10)))
                .isEqualTo(START.plusSeconds(10));
        assertThat(clocks.reached("/gw1/mqtt", Duration.ofMillis(10_500)))
                .isEqualTo(START.plusMillis(100_500));
        assertThat(clocks.reached("/gw1/mqtt", Duration.ofSeconds(60))).isEqualTo(Instant.MAX);
        assertThat(ServedClocks.decode(clocks.encode()).encode()).isEqualTo(clocks.encode());
    }

    private static Transition read(DeviceState state, int event, int logged, Object... values) {
        return Evaluator.DEFAULT.onReading(
                state,
                COVER,
                BOOK,
                Story.logged(
                        "C-1",
                        START.plusSeconds(event),
                        START.plusSeconds(logged),
                        0,
                        List.of(),
                        values),
                "/gw1/mqtt",
                new ServedClocks());
    }
}
