// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.lamplighter.profile.layout.Field;
import org.lamplighter.reading.DecodeFault;

/** Compares a checksum with the bytes it was made of. */
final class CheckStep extends Step {
    private final Field.Check check;
    private final IntegerReader reader;

    CheckStep(Field.Check check) {
        this.check = check;
        this.reader = new IntegerReader(check.type());
    }

    @Override
    boolean run(Cursor c) {
        if (!c.needs(reader.length())) {
            return false;
        }
        int from = check.from() < 0 ? c.end + check.from() : c.start + check.from();
        int to =
                check.to() == 0 ? c.at : check.to() < 0 ? c.end + check.to() : c.start + check.to();
        if (from < c.start || to > c.end || from > to) {
            return c.tooShort(
                    (long) c.start + Math.max(Math.abs(check.from()), Math.abs(check.to())));
        }
        long told = reader.read(c.payload, c.at);
        long found = check.kind().over(c.payload, from, to);
        if (told != found) {
            if (!check.warned()) {
                return c.out.fail(
                        DecodeFault.WRONG_CHECKSUM,
                        String.format(
                                "the checksum at byte %d is 0x%x, and the bytes %d to %d give 0x%x",
                                c.at, told, from, to - 1, found));
            }
            c.out.checksumWrong();
        }
        c.at += reader.length();
        return true;
    }
}
