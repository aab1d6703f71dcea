// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

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

    /** The most fields of one layout, those of named tags counted wherever they are named. */
    public static final int MAX_FIELDS = 32_768;

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

    @Override
    public boolean readsSequence() {
        return reads(use -> use instanceof Use.Sequence);
    }

    @Override
    public boolean readsTime() {
        return reads(
                use ->
                        use instanceof Use.Since
                                || use instanceof Use.Age
                                || use instanceof Use.OfDate);
    }

    private boolean reads(Predicate<Use> wanted) {
        return reads(fields, wanted)
                || layouts.values().stream().anyMatch(named -> reads(named, wanted));
    }

    /** What the bytes of a field are for, those of fields within it aside. */
    private static Stream<Use> uses(Field field) {
        return switch (field) {
            case Field.Whole whole -> whole.uses().stream();
            case Field.Sliced sliced -> sliced.slices().stream().flatMap(s -> s.uses().stream());
            case Field.BitStream stream -> stream.bits().stream().flatMap(b -> b.uses().stream());
            case Field.Words words -> words.uses().stream();
            case Field.Constant constant -> Stream.empty();
            case Field.Skip skip -> Stream.empty();
            case Field.Rest rest -> Stream.empty();
            case Field.Move move -> Stream.empty();
            case Field.Named named -> Stream.empty();
            case Field.Choose choose -> Stream.empty();
            case Field.Repeat repeat -> Stream.empty();
            case Field.Tagged tagged -> Stream.empty();
            case Field.Flagged flagged -> Stream.empty();
            case Field.Part part -> Stream.empty();
            case Field.IfLeft ifLeft -> Stream.empty();
            case Field.When when -> Stream.empty();
            case Field.Check check -> Stream.empty();
            case Field.Own own -> Stream.empty();
        };
    }

    private static boolean reads(List<Field> fields, Predicate<Use> wanted) {
        return fields.stream()
                .anyMatch(
                        field ->
                                uses(field).anyMatch(wanted)
                                        || field.inner().stream()
                                                .anyMatch(inner -> reads(inner, wanted)));
    }
}
