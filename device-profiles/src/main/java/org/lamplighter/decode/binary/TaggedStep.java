// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.jspecify.annotations.Nullable;
import org.lamplighter.profile.layout.Tags;

/** Values behind keys, to the end of the part. */
final class TaggedStep extends Step {
    private final int keyLength;
    private final int[] keyNames;
    private final @Nullable AmountReader length;
    private final int lengthBytes;
    private final boolean lengthFirst;
    private final Tags.Unknown unknown;
    private final TagTable table;
    private final Step[][] tags;
    private final @Nullable OwnSteps samples;
    private final int comparedShift;
    private final int comparedMask;

    /**
     * Compiles.
     *
     * @param keyNames where the bytes of a key are kept; -1 for one that is not
     */
    TaggedStep(Tags tags, int[] keyNames, Names names, Step[][] steps) {
        this.keyLength = keyNames.length;
        this.keyNames = keyNames;
        this.length = tags.length().map(amount -> new AmountReader(amount, names)).orElse(null);
        this.lengthBytes = tags.length().map(amount -> amount.type().length()).orElse(0);
        this.lengthFirst = tags.lengthFirst();
        this.unknown = tags.unknown();
        this.table = TagTable.of(tags.tags());
        this.tags = steps;
        this.samples = tags.samples().map(kind -> new OwnSteps(kind.reading(), names)).orElse(null);
        this.comparedShift = tags.samples().map(Tags.Samples::low).orElse(0);
        this.comparedMask =
                tags.samples().map(kind -> (2 << (kind.high() - kind.low())) - 1).orElse(0);
    }

    @Override
    boolean run(Cursor c) {
        int before = -1;
        int from = c.at;
        int sample = 0;
        int lastFirstByte = -1;
        while (c.at < c.end) {
            int start = c.at;
            if (!c.step() || !c.needs(keyLength + lengthBytes)) {
                return false;
            }
            int keyAt = lengthFirst ? start + lengthBytes : start;
            long key = IntegerReader.unsigned(c.payload, keyAt, keyLength, false);
            for (int i = 0; i < keyLength; i++) {
                if (keyNames[i] >= 0) {
                    c.keep(keyNames[i], c.payload.unsignedByte(keyAt + i));
                }
            }
            if (samples != null) {
                int firstByte = c.payload.unsignedByte(keyAt) >> comparedShift & comparedMask;
                if (firstByte <= lastFirstByte && before >= 0) {
                    if (!samples.close(before, from, c)) {
                        return false;
                    }
                    before = -1;
                }
                if (before < 0) {
                    from = start;
                    before = samples.open(c, sample++);
                    if (before < 0) {
                        return false;
                    }
                }
                lastFirstByte = firstByte;
            }
            int found = table.find(key);
            if (found < 0 && unknown == Tags.Unknown.FAULT) {
                return ChooseStep.unknown(
                        c, String.format("key 0x%0" + 2 * keyLength + "x at byte %d", key, keyAt));
            }
            if (found < 0 && unknown == Tags.Unknown.STOP) {
                c.out.ignore();
                c.at = c.end;
            } else if (!value(found, start, c)) {
                return false;
            }
        }
        return samples == null || before < 0 || samples.close(before, from, c);
    }

    private boolean value(int found, int start, Cursor c) {
        if (length == null) {
            c.at = start + keyLength;
            return Step.run(tags[found], c);
        }
        c.at = lengthFirst ? start : start + keyLength;
        int bytes = length.read(c);
        c.at = start + keyLength + lengthBytes;
        if (bytes < 0 || !c.needs(bytes)) {
            return false;
        }
        if (found < 0) {
            c.out.ignore();
            c.at += bytes;
            return true;
        }
        return PartSteps.within(bytes, tags[found], c);
    }
}
