// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a value stands in a tree, from the object or item that is read: a singular query of
 * JSONPath (RFC 9535), and a number within one of its names.
 *
 * @param segments from the outside in; none is what is read itself
 */
public record MemberPath(List<Segment> segments) {
    /** The most segments of a path, which is as deep as is read. */
    public static final int MAX_SEGMENTS = 32;

    public MemberPath {
        segments = List.copyOf(segments);
    }

    /** One step inwards. */
    public sealed interface Segment {
        /** The member of a name. */
        record Name(String name) implements Segment {}

        /** An item, from 0; if negative, from the end. */
        record Index(int index) implements Segment {}

        /**
         * Each member whose name is these with a number between, which is kept under {@code
         * register}.
         */
        record NumberedName(String prefix, String register, String suffix) implements Segment {}

        /** Each item, whose index is kept under {@code register}. */
        record NumberedIndex(String register) implements Segment {}
    }

    /** The name of the number within it, if there is one. */
    public Optional<String> register() {
        for (Segment segment : segments) {
            if (segment instanceof Segment.NumberedName numbered) {
                return Optional.of(numbered.register());
            }
            if (segment instanceof Segment.NumberedIndex numbered) {
                return Optional.of(numbered.register());
            }
        }
        return Optional.empty();
    }

    /** As it is written; a plain member as its name. */
    @Override
    public String toString() {
        if (segments.size() == 1 && segments.getFirst() instanceof Segment.Name(String name)) {
            return name;
        }
        return segments.stream().map(MemberPath::text).collect(Collectors.joining("", "$", ""));
    }

    private static String text(Segment segment) {
        return switch (segment) {
            case Segment.Name(String name) -> "." + name;
            case Segment.Index(int index) -> "[" + index + "]";
            case Segment.NumberedName(String prefix, String register, String suffix) ->
                    "." + prefix + "{" + register + "}" + suffix;
            case Segment.NumberedIndex(String register) -> "[{" + register + "}]";
        };
    }
}
