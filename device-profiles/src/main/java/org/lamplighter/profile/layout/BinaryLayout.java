// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Bytes that are read field by field.
 *
 * @param fields what stands in every frame, from its first byte
 * @param layouts fields that others name; none names itself, not by others either
 * @param numbers the names under which raw integers are kept while a frame is read
 * @param texts the names under which texts are kept
 */
public record BinaryLayout(
        List<Field> fields,
        SortedMap<String, List<Field>> layouts,
        SortedSet<String> numbers,
        SortedSet<String> texts)
        implements Layout {
    /** The most names of one layout. */
    public static final int MAX_NAMES = 32;

    /** How deep fields may stand within fields, named layouts counted at their place. */
    public static final int MAX_DEPTH = 16;

    /** The most rounds of one repeat. */
    public static final int MAX_ROUNDS = 4096;

    public BinaryLayout {
        fields = List.copyOf(fields);
        SortedMap<String, List<Field>> copy = new TreeMap<>();
        layouts.forEach((name, content) -> copy.put(name, List.copyOf(content)));
        layouts = Collections.unmodifiableSortedMap(copy);
        numbers = Collections.unmodifiableSortedSet(new TreeSet<>(numbers));
        texts = Collections.unmodifiableSortedSet(new TreeSet<>(texts));
    }
}
