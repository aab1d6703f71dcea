// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Two arrays are the map that a tree of the same values is. */
class PointValuesProperties {
    private static final PointName[] NAMES =
            IntStream.range(0, 12)
                    .mapToObj(i -> new PointName("p" + (char) ('a' + i)))
                    .toArray(PointName[]::new);

    @Property
    void areTheMapThatATreeIs(
            @ForAll @Size(min = 1, max = 12) Set<@IntRange(max = 11) Integer> present) {
        @Nullable PointValue[] values = new @Nullable PointValue[NAMES.length];
        SortedMap<PointName, PointValue> tree = new TreeMap<>();
        for (int i : present) {
            PointValue value = new PointValue.Quantity(i);
            values[i] = value;
            tree.put(NAMES[i], value);
        }

        for (PointValues map : List.of(PointValues.of(NAMES, values), PointValues.copyOf(tree))) {
            assertThat(map.equals(tree)).isTrue();
            assertThat(tree.equals(map)).isTrue();
            assertThat(map.hashCode()).isEqualTo(tree.hashCode());
            assertThat(map.toString()).isEqualTo(tree.toString());
            assertThat(List.copyOf(map.keySet())).isEqualTo(List.copyOf(tree.keySet()));
            assertThat(List.copyOf(map.values())).isEqualTo(List.copyOf(tree.values()));
            assertThat(map.firstKey()).isEqualTo(tree.firstKey());
            assertThat(map.lastKey()).isEqualTo(tree.lastKey());
            for (PointName name : NAMES) {
                assertThat(map.get(name)).isEqualTo(tree.get(name));
                assertThat(map.containsKey(name)).isEqualTo(tree.containsKey(name));
                assertThat(map.headMap(name).equals(tree.headMap(name))).isTrue();
                assertThat(map.tailMap(name).equals(tree.tailMap(name))).isTrue();
            }
            List<PointName> seen = new ArrayList<>();
            map.forEach((name, value) -> seen.add(name));
            assertThat(seen).isEqualTo(List.copyOf(tree.keySet()));
            assertThatThrownBy(() -> map.put(NAMES[0], new PointValue.Flag(true)))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> map.entrySet().clear())
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Property
    void copyAMapOfAnotherOrderIntoTheirs(
            @ForAll @Size(min = 1, max = 12) Set<@IntRange(max = 11) Integer> present) {
        SortedMap<PointName, PointValue> reversed = new TreeMap<>(Collections.reverseOrder());
        for (int i : present) {
            reversed.put(NAMES[i], new PointValue.Flag(i % 2 == 0));
        }

        PointValues map = PointValues.copyOf(reversed);

        assertThat(map.equals(new TreeMap<>((Map<PointName, PointValue>) reversed))).isTrue();
        assertThat(List.copyOf(map.keySet())).isSorted();
    }
}
