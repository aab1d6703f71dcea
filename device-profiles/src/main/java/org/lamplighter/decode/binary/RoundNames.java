// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.lamplighter.profile.layout.Field;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the rounds of a repeat keep under names. A name that nothing was kept under before the
 * repeat is one of a round alone, and none that the next round may take for its own. Immutable.
 */
final class RoundNames {
    /** Sets of them are the bits of a long. */
    private static final int MOST = Long.SIZE;

    private final int[] numbers;
    private final int[] texts;

    private RoundNames(int[] numbers, int[] texts) {
        this.numbers = numbers;
        this.texts = texts;
    }

    /** The names that the fields of a repeat declare, and those of the layouts that they name. */
    static RoundNames of(Field.Repeat repeat, Map<String, List<Field>> layouts, Names names) {
        Set<String> declared = new TreeSet<>();
        collect(repeat.fields(), layouts, new HashSet<>(), declared);
        declared.remove(repeat.index());
        return new RoundNames(
                declared.stream()
                        .filter(name -> !names.isText(name))
                        .mapToInt(name -> names.number(name).index())
                        .limit(MOST)
                        .toArray(),
                declared.stream()
                        .filter(names::isText)
                        .mapToInt(name -> names.text(name).index())
                        .limit(MOST)
                        .toArray());
    }

    private static void collect(
            List<Field> fields,
            Map<String, List<Field>> layouts,
            Set<String> layoutsSeen,
            Set<String> declared) {
        for (Field field : fields) {
            if (field instanceof Field.Named(String layout)) {
                if (layoutsSeen.add(layout)) {
                    collect(
                            layouts.getOrDefault(layout, List.of()),
                            layouts,
                            layoutsSeen,
                            declared);
                }
                continue;
            }
            declared.addAll(field.names());
            field.inner().forEach(list -> collect(list, layouts, layoutsSeen, declared));
        }
    }

    /** Those numbers of the names that were not read yet, a bit each. */
    long numbersNotRead(Cursor c) {
        long found = 0;
        for (int i = 0; i < numbers.length; i++) {
            if (c.readIn[numbers[i]] == 0) {
                found |= 1L << i;
            }
        }
        return found;
    }

    /** Those texts of the names that were not read yet, a bit each. */
    long textsNotRead(Cursor c) {
        long found = 0;
        for (int i = 0; i < texts.length; i++) {
            if (c.texts[texts[i]] == null) {
                found |= 1L << i;
            }
        }
        return found;
    }

    /** Nothing is kept under some of the names any more. */
    void forget(long someNumbers, long someTexts, Cursor c) {
        for (long left = someNumbers; left != 0; left &= left - 1) {
            c.readIn[numbers[Long.numberOfTrailingZeros(left)]] = 0;
        }
        for (long left = someTexts; left != 0; left &= left - 1) {
            c.texts[texts[Long.numberOfTrailingZeros(left)]] = null;
        }
    }
}
