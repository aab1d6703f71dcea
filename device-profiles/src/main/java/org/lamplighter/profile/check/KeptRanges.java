// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.check;

import org.lamplighter.profile.layout.BinaryLayout;
import org.lamplighter.profile.layout.DigitsType;
import org.lamplighter.profile.layout.Field;
import org.lamplighter.profile.layout.FloatType;
import org.lamplighter.profile.layout.IntegerType;
import org.lamplighter.profile.layout.NumberType;
import org.lamplighter.profile.layout.Range;
import org.lamplighter.profile.layout.Slice;
import org.lamplighter.profile.layout.Tags;
import org.lamplighter.profile.layout.Use;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which numbers can be kept under each name, as their types have them. */
final class KeptRanges {
    private static final Range ANY = new Range(Long.MIN_VALUE, Long.MAX_VALUE);

    private final BinaryLayout layout;
    private final Map<String, Range> ranges;
    private final Set<String> seen = new HashSet<>();

    private KeptRanges(BinaryLayout layout, Map<String, Range> ranges) {
        this.layout = layout;
        this.ranges = ranges;
    }

    /** Those of a whole layout. */
    static void of(BinaryLayout layout, Map<String, Range> ranges) {
        KeptRanges all = new KeptRanges(layout, ranges);
        all.walk(layout.fields());
        layout.layouts().values().forEach(all::walk);
    }

    /** Those of some fields, and of the layouts that they name. */
    static void of(List<Field> fields, BinaryLayout layout, Map<String, Range> ranges) {
        new KeptRanges(layout, ranges).walk(fields);
    }

    private void walk(List<Field> fields) {
        for (Field field : fields) {
            field(field);
            field.inner().forEach(this::walk);
        }
    }

    private void field(Field field) {
        switch (field) {
            case Field.Whole whole -> keep(whole.uses(), rangeOf(whole.type()));
            case Field.Sliced sliced -> {
                keep(sliced.uses(), rangeOf(sliced.type()));
                for (Slice slice : sliced.slices()) {
                    keep(slice.uses(), bits(slice.bits(), slice.signed()));
                }
            }
            case Field.BitStream stream ->
                    stream.bits().forEach(b -> keep(b.uses(), bits(b.size(), b.signed())));
            case Field.Repeat repeat ->
                    keep(repeat.index(), new Range(0, BinaryLayout.MAX_ROUNDS - 1));
            case Field.Tagged(Tags tags) -> {
                for (Optional<String> name : tags.key()) {
                    name.ifPresent(known -> keep(known, new Range(0, 255)));
                }
            }
            case Field.Named(String name) -> {
                if (seen.add(name)) {
                    walk(layout.layouts().getOrDefault(name, List.of()));
                }
            }
            case Field.Words words -> keep(words.uses(), new Range(0, 0));
            case Field.Constant constant -> {}
            case Field.Skip skip -> {}
            case Field.Rest rest -> {}
            case Field.Move move -> {}
            case Field.Choose choose -> {}
            case Field.Flagged flagged -> {}
            case Field.Part part -> {}
            case Field.IfLeft ifLeft -> {}
            case Field.When when -> {}
            case Field.Check check -> {}
            case Field.Own own -> {}
        }
    }

    private void keep(List<Use> uses, Range range) {
        for (Use use : uses) {
            if (use instanceof Use.Keep(String name)) {
                keep(name, range);
            }
        }
    }

    private void keep(String name, Range range) {
        ranges.merge(
                name,
                range,
                (a, b) -> new Range(Math.min(a.low(), b.low()), Math.max(a.high(), b.high())));
    }

    private static Range bits(int width, boolean signed) {
        if (width == 64) {
            return ANY;
        }
        long half = 1L << (width - 1);
        return signed ? new Range(-half, half - 1) : new Range(0, half - 1 + half);
    }

    private static Range rangeOf(NumberType type) {
        return switch (type) {
            case IntegerType integer ->
                    switch (integer.sign()) {
                        case NONE -> bits(integer.bits(), false);
                        case TWOS_COMPLEMENT -> bits(integer.bits(), true);
                        case MAGNITUDE, LEADING_BYTE -> {
                            long most = bits(integer.bits(), false).high();
                            yield new Range(-most, most);
                        }
                    };
            case DigitsType digits -> bits(8 * digits.width(), false);
            case FloatType binary -> ANY;
        };
    }
}
