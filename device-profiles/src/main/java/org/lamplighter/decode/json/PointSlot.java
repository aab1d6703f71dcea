// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.json;

import org.lamplighter.profile.layout.PointRef;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;

import java.util.HashMap;
import java.util.Map;

/** The place of a point's value, or of one of several whose number is kept. Immutable. */
final class PointSlot {
    private final PointRef ref;
    private final int index;
    private final Map<Integer, Integer> byNumber;

    PointSlot(PointRef ref, Map<PointName, Integer> indexes) {
        this.ref = ref;
        Map<Integer, Integer> numbers = new HashMap<>();
        Integer one = 0;
        switch (ref) {
            case PointRef.One(PointName name) -> {
                one = indexes.get(name);
                if (one == null) {
                    throw new IllegalArgumentException("no point is named " + name);
                }
            }
            case PointRef.Numbered numbered ->
                    indexes.forEach(
                            (name, at) -> {
                                int number = numbered.numberOf(name);
                                if (number >= 0) {
                                    numbers.put(number, at);
                                }
                            });
        }
        index = one;
        byNumber = Map.copyOf(numbers);
    }

    /** Sets the point's value; false if that failed. */
    boolean put(PointValue value, Registers registers) {
        switch (ref) {
            case PointRef.One(PointName name) -> {
                return registers.out.put(index, value) || repeated(name.value(), registers);
            }
            case PointRef.Numbered numbered -> {
                Long number = registers.number(numbered.register());
                if (number == null) {
                    return false;
                }
                String name = numbered.prefix() + number + numbered.suffix();
                Integer at =
                        number < 0 || number > Integer.MAX_VALUE
                                ? null
                                : byNumber.get(number.intValue());
                if (at == null) {
                    return registers.out.fail(
                            DecodeFault.UNKNOWN_VALUE, "the profile has no point \"" + name + "\"");
                }
                return registers.out.put(at, value) || repeated(name, registers);
            }
        }
    }

    private static boolean repeated(String name, Registers registers) {
        return registers.out.fail(
                DecodeFault.REPEATED_MEMBER,
                "the reading has a value of the point \"" + name + "\" already");
    }
}
