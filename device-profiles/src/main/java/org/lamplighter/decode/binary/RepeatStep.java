// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.jspecify.annotations.Nullable;
import org.lamplighter.reading.DecodeFault;

/** Fields several times. */
final class RepeatStep extends Step {
    private final @Nullable AmountReader count;
    private final int most;
    private final int index;
    private final RoundNames names;
    private final Step[] steps;

    /**
     * A repeat.
     *
     * @param count how often; to the end of the part if null
     * @param index where the number of the round is kept
     * @param names what the rounds keep
     */
    RepeatStep(@Nullable AmountReader count, int most, int index, RoundNames names, Step[] steps) {
        this.count = count;
        this.most = most;
        this.index = index;
        this.names = names;
        this.steps = steps;
    }

    @Override
    boolean run(Cursor c) {
        int rounds = count == null ? Integer.MAX_VALUE : count.read(c);
        if (rounds < 0) {
            return false;
        }
        if (count != null && rounds > most) {
            return tooMany(c, rounds + " rounds");
        }
        int outerRound = c.round;
        long outerNumber = c.numbers[index];
        long outerReadIn = c.readIn[index];
        long newNumbers = names.numbersNotRead(c);
        long newTexts = names.textsNotRead(c);
        for (int round = 0; count == null ? c.at < c.end : round < rounds; round++) {
            if (round == most) {
                return tooMany(c, "more rounds");
            }
            names.forget(newNumbers, newTexts, c);
            c.round = round;
            c.keep(index, round);
            int before = c.at;
            if (!c.step() || !Step.run(steps, c)) {
                return false;
            }
            if (count == null && c.at <= before) {
                return c.out.fail(
                        DecodeFault.LIMIT_EXCEEDED,
                        "a round of a repeat to the end took no byte at byte " + before);
            }
        }
        // a repeat around this one may keep its round under the same name
        c.round = outerRound;
        c.numbers[index] = outerNumber;
        c.readIn[index] = outerReadIn;
        return true;
    }

    private boolean tooMany(Cursor c, String rounds) {
        return c.out.fail(
                DecodeFault.LIMIT_EXCEEDED,
                "a repeat has at most "
                        + most
                        + " rounds, and before byte "
                        + c.at
                        + " there are "
                        + rounds);
    }
}
