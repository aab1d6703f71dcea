// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

import org.lamplighter.reading.PointValue;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A JSON text that is read as a tree: members by path, arrays of readings, choices by a member.
 *
 * @param root what is read of the whole
 * @param numbers the names under which integers are kept while a frame is read
 * @param texts the names under which texts are kept
 */
public record DocumentLayout(Section root, SortedSet<String> numbers, SortedSet<String> texts)
        implements Layout {
    public DocumentLayout {
        numbers = Collections.unmodifiableSortedSet(new TreeSet<>(numbers));
        texts = Collections.unmodifiableSortedSet(new TreeSet<>(texts));
    }

    /**
     * What is read of one object, array or value. Constants first, then members in their order,
     * then the choice, then the items.
     */
    public record Section(
            List<Constant> constants,
            List<Member> members,
            Optional<Choice> choice,
            List<Each> items) {
        public static final Section EMPTY =
                new Section(List.of(), List.of(), Optional.empty(), List.of());

        public Section {
            constants = List.copyOf(constants);
            members = List.copyOf(members);
            items = List.copyOf(items);
        }
    }

    /** A member that is one of some values in every frame. */
    public record Constant(MemberPath path, List<Match> among) {
        public Constant {
            among = List.copyOf(among);
        }
    }

    /** One member and all that it is for; where it is not there or null there is no value. */
    public record Member(MemberPath path, Form form, List<Purpose> purposes) {
        public Member {
            purposes = List.copyOf(purposes);
        }
    }

    /** How a number is written. */
    public enum Form {
        /** As a JSON number; a text is none. */
        PLAIN,
        /** As a text of decimal digits, or as a JSON number. */
        DECIMAL,
        /** As a text of hexadecimal digits. */
        HEX
    }

    /**
     * A value that is looked for.
     *
     * @param text a text that is this, and true and false by their words
     * @param numbers the integers that are this; none if it is no integer
     * @param decimal the number that is this, if it has decimals
     */
    public record Match(String text, Optional<Range> numbers, Optional<BigDecimal> decimal) {}

    /** What a member is for. */
    public sealed interface Purpose {
        /**
         * A point's value.
         *
         * @param absent what means that there is no value, with the word why, which may be empty
         * @param status the text point that says why, and {@code ok} if there is a value
         */
        record OfPoint(PointRef point, List<Absent> absent, Optional<PointRef> status, Worth worth)
                implements Purpose {
            public OfPoint {
                absent = List.copyOf(absent);
            }
        }

        /** Kept under a name while the frame is read. */
        record Keep(String name, boolean text) implements Purpose {}

        /** The frame's sequence number. */
        record Sequence() implements Purpose {}

        /** What the platform that forwarded the frame numbers it with. */
        record Packet() implements Purpose {}

        /**
         * A time.
         *
         * @param platform whether it is the platform's and not the device's
         */
        record Time(TimeForm form, boolean platform) implements Purpose {}
    }

    /** What means that there is no value. */
    public record Absent(Match match, String word) {}

    /** How a member becomes a point's value. */
    public sealed interface Worth {
        /** A number, exact: raw · scale + offset. */
        record Line(Conversion.Linear line) implements Worth {}

        /** True or false as it stands there. */
        record Flag() implements Worth {}

        /** The text that stands there. */
        record Text() implements Worth {}

        /** A list of values; what is none of them is {@code otherwise}, or a fault. */
        record Lookup(List<Entry> entries, Optional<PointValue> otherwise) implements Worth {
            public Lookup {
                entries = List.copyOf(entries);
            }
        }
    }

    /** The value of one thing that may stand there. */
    public record Entry(Match match, PointValue value) {}

    /** How a time is written. */
    public sealed interface TimeForm {
        /** ISO 8601 with an offset, or a number of milliseconds since 1970. */
        record IsoOrMillis() implements TimeForm {}

        /** A number of units, which may have decimals, since an instant. */
        record Since(Instant zero, Duration unit) implements TimeForm {}

        /** A number of units before receipt. */
        record Age(Duration unit) implements TimeForm {}

        /**
         * A text.
         *
         * @param pattern as {@link java.time.format.DateTimeFormatter} has them; without an offset
         *     in it, it is in the profile's zone
         */
        record Pattern(String pattern) implements TimeForm {}
    }

    /**
     * What is read by what one member is.
     *
     * @param otherwise what is read where it is none of the cases; a fault if there is nothing
     */
    public record Choice(MemberPath by, List<Case> cases, Optional<Section> otherwise) {
        public Choice {
            cases = List.copyOf(cases);
        }
    }

    /** One case of a choice. */
    public record Case(Match match, Section section) {}

    /**
     * The items of an array, or the members of an object.
     *
     * @param in where they are; where nothing is there are none
     * @param key the name under which a member's name is kept
     * @param index the name under which the number of the item is kept
     * @param own whose and when the readings are that the items make, if each makes one
     */
    public record Each(
            MemberPath in,
            Optional<String> key,
            String index,
            Optional<OwnReading> own,
            Section section) {}

    @Override
    public boolean readsSequence() {
        return reads(root, purpose -> purpose instanceof Purpose.Sequence, seen());
    }

    @Override
    public boolean readsTime() {
        return reads(
                root, purpose -> purpose instanceof Purpose.Time time && !time.platform(), seen());
    }

    /** A layout that is named often is one section, which is looked at once. */
    private static Set<Section> seen() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private static boolean reads(Section section, Predicate<Purpose> wanted, Set<Section> seen) {
        if (!seen.add(section)) {
            return false;
        }
        return section.members().stream()
                        .flatMap(member -> member.purposes().stream())
                        .anyMatch(wanted)
                || section.items().stream().anyMatch(items -> reads(items.section(), wanted, seen))
                || section.choice().stream()
                        .flatMap(
                                choice ->
                                        Stream.concat(
                                                choice.cases().stream().map(Case::section),
                                                choice.otherwise().stream()))
                        .anyMatch(inner -> reads(inner, wanted, seen));
    }
}
