// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.lamplighter.profile.layout.Amount;
import org.lamplighter.reading.DecodeFault;

/** Tells how many bytes or rounds there are. Immutable. */
final class AmountReader {
    private final int fixed;
    private final int plus;
    private final @org.jspecify.annotations.Nullable Kept kept;
    private final @org.jspecify.annotations.Nullable IntegerReader reader;
    private final boolean left;

    AmountReader(Amount amount, Names names) {
        switch (amount) {
            case Amount.Fixed always -> {
                fixed = always.value();
                plus = 0;
                kept = null;
                reader = null;
                left = false;
            }
            case Amount.Kept number -> {
                fixed = 0;
                plus = number.plus();
                kept = names.number(number.name());
                reader = null;
                left = false;
            }
            case Amount.Read read -> {
                fixed = 0;
                plus = read.plus();
                kept = null;
                reader = new IntegerReader(read.type());
                left = false;
            }
            case Amount.Left rest -> {
                fixed = 0;
                plus = rest.plus();
                kept = null;
                reader = null;
                left = true;
            }
        }
    }

    /** The amount, at most that of the longest payload; -1 if there is none, which has failed. */
    int read(Cursor c) {
        long amount;
        if (left) {
            amount = (long) c.end - c.at + plus;
        } else if (reader != null) {
            if (!c.needs(reader.length())) {
                return -1;
            }
            amount = reader.read(c.payload, c.at) + plus;
            c.at += reader.length();
        } else if (kept != null) {
            if (!c.has(kept)) {
                return -1;
            }
            amount = c.numbers[kept.index()] + plus;
        } else {
            amount = fixed;
        }
        if (amount < 0) {
            c.out.fail(
                    DecodeFault.WRONG_LENGTH,
                    "before byte "
                            + c.at
                            + " the frame says that something has "
                            + amount
                            + " bytes or rounds");
            return -1;
        }
        return (int) Math.min(amount, Integer.MAX_VALUE / 2);
    }
}
