// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.check;

import org.lamplighter.profile.ProfileIssue;
import org.lamplighter.profile.layout.BinaryLayout;
import org.lamplighter.profile.layout.Field;
import org.lamplighter.profile.layout.Range;
import org.lamplighter.profile.layout.Selector;
import org.lamplighter.profile.layout.Selector.Source;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what no frame leads to: cases that a choice never is, and fields behind the end. */
final class ReachChecker {
    private static final Range ANY = new Range(Long.MIN_VALUE, Long.MAX_VALUE);

    private final BinaryLayout layout;
    private final Places places;
    private final FieldSizes sizes;
    private final Map<String, Range> kept = new HashMap<>();

    ReachChecker(BinaryLayout layout, Places places, FieldSizes sizes) {
        this.layout = layout;
        this.places = places;
        this.sizes = sizes;
        KeptRanges.of(layout, kept);
    }

    /**
     * What a choice around has found.
     *
     * @param by what it looked at
     * @param among what that can be here
     */
    private record Known(Selector by, List<Range> among) {}

    /** Reports what is never reached of some fields, and not of layouts that they name. */
    void check(List<Field> fields, YamlValue at) {
        walk(fields, List.of(), at);
    }

    private void walk(List<Field> fields, List<Known> around, YamlValue at) {
        boolean ended = false;
        boolean told = false;
        List<Known> known = around;
        for (Field field : fields) {
            YamlValue here = places.findPlace(field).orElse(at);
            if (ended && !told && isInVain(field)) {
                told = true;
                here.report(
                        ProfileIssue.UNREACHABLE,
                        "nothing of the part is left here, since a field before reads to its end",
                        "write it before, go back to it with at, or read less before");
            }
            ended = !(field instanceof Field.Move) && (ended || sizes.endsPart(field));
            inside(field, known, here);
            known = after(field, known);
        }
    }

    private boolean isInVain(Field field) {
        return !(field instanceof Field.Rest)
                && (field instanceof Field.IfLeft
                        || sizes.endsPart(field)
                        || sizes.wantsBytes(field));
    }

    private void inside(Field field, List<Known> known, YamlValue at) {
        switch (field) {
            case Field.Choose choose -> choose(choose, known, at);
            case Field.Part part -> walk(part.fields(), namesOf(known), at);
            case Field.Repeat repeat -> {
                // what one round has read is there in the next
                List<Known> all = namesOf(known);
                for (Field inner : repeat.fields()) {
                    all = after(inner, all);
                }
                walk(repeat.fields(), all, at);
            }
            case Field.IfLeft ifLeft -> walk(ifLeft.fields(), known, at);
            case Field.When when -> walk(when.fields(), known, at);
            case Field.Own own -> walk(own.fields(), known, at);
            // tags that have a name are read in several places
            case Field.Tagged tagged ->
                    tagged.inner().forEach(fields -> walk(fields, List.of(), at));
            case Field.Flagged flagged ->
                    flagged.inner().forEach(fields -> walk(fields, namesOf(known), at));
            case Field.Constant constant -> {}
            case Field.Skip skip -> {}
            case Field.Rest rest -> {}
            case Field.Move move -> {}
            case Field.Whole whole -> {}
            case Field.Sliced sliced -> {}
            case Field.Words words -> {}
            case Field.BitStream stream -> {}
            case Field.Named named -> {}
            case Field.Check check -> {}
        }
    }

    /** What is still known where the part or the cursor is another. */
    private static List<Known> namesOf(List<Known> known) {
        return known.stream().filter(one -> !isOfPart(one.by())).toList();
    }

    private static boolean isOfPart(Selector by) {
        return by instanceof Selector.OfNumber number && !(number.source() instanceof Source.Kept);
    }

    /** What is still known behind a field, which moves the cursor and may keep names anew. */
    private List<Known> after(Field field, List<Known> known) {
        if (known.isEmpty()) {
            return known;
        }
        Map<String, Range> again = new HashMap<>();
        KeptRanges.of(List.of(field), layout, again);
        return known.stream()
                .filter(
                        one ->
                                !(one.by() instanceof Selector.OfNumber number)
                                        || switch (number.source()) {
                                            case Source.Next next -> false;
                                            case Source.Kept(String name) ->
                                                    !again.containsKey(name);
                                            case Source.ByteAt same -> true;
                                            case Source.Length length -> true;
                                        })
                .toList();
    }

    private void choose(Field.Choose choose, List<Known> known, YamlValue at) {
        if (choose.by() instanceof Selector.Channel) {
            choose.inner().forEach(fields -> walk(fields, known, at));
            return;
        }
        Optional<YamlMap> map = at.member("choose").flatMap(v -> v.openMap("choose"));
        List<YamlMap.Entry> keys =
                map.flatMap(m -> m.find("cases"))
                        .flatMap(v -> v.openMap("cases"))
                        .map(m -> List.copyOf(m.entries().values()))
                        .orElseGet(List::of);
        List<Range> left = new ArrayList<>(possible(choose.by(), known));
        List<Range> all = List.copyOf(left);
        for (int i = 0; i < choose.cases().size(); i++) {
            Field.Case one = choose.cases().get(i);
            YamlValue here = i < keys.size() ? keys.get(i).key() : at;
            Range range = rangeOf(one);
            List<Range> within = Range.within(all, range);
            if (within.isEmpty()) {
                here.report(
                        ProfileIssue.UNREACHABLE,
                        "what is looked at here is never " + words(range) + all(all),
                        "remove the case, or look at something else");
                continue;
            }
            left = Range.without(left, range);
            walk(one.fields(), with(known, choose.by(), within), here);
        }
        if (choose.otherwise() instanceof Field.Otherwise.Fields other) {
            if (left.isEmpty() && !all.isEmpty()) {
                map.filter(m -> m.has("default"))
                        .map(m -> m.requireKey("default"))
                        .orElse(at)
                        .report(
                                ProfileIssue.UNREACHABLE,
                                "the cases are all that there can be, and nothing is left for"
                                        + " default",
                                "remove it, or one of the cases");
                return;
            }
            walk(other.fields(), with(known, choose.by(), left), at);
        }
    }

    private static String all(List<Range> all) {
        if (all.size() != 1 || all.getFirst().equals(ANY)) {
            return "";
        }
        return ", but " + words(all.getFirst());
    }

    private static String words(Range range) {
        return range.low() == range.high()
                ? Long.toString(range.low())
                : range.low() + " to " + range.high();
    }

    private static Range rangeOf(Field.Case one) {
        return switch (one) {
            case Field.Case.OfNumbers numbers -> numbers.range();
            case Field.Case.OfChannel channel -> ANY;
        };
    }

    private static List<Known> with(List<Known> known, Selector by, List<Range> among) {
        List<Known> more = new ArrayList<>(known);
        more.add(new Known(by, among));
        return more;
    }

    /** What a choice can see. */
    private List<Range> possible(Selector by, List<Known> known) {
        if (!(by instanceof Selector.OfNumber number)) {
            return List.of(ANY);
        }
        // the innermost choice knows best
        for (Known one : known.reversed()) {
            if (one.by() instanceof Selector.OfNumber before
                    && before.source().equals(number.source())) {
                if (before.equals(number)) {
                    return one.among();
                }
                Optional<Range> bits = bitsOf(one.among(), before, number);
                if (bits.isPresent()) {
                    return List.of(bits.get());
                }
            }
        }
        boolean whole = number.low() == 0 && number.high() == 63;
        return List.of(
                number.source() instanceof Source.Kept(String name) && whole
                        ? kept.getOrDefault(name, ANY)
                        : ofBits(number.high() - number.low() + 1));
    }

    private static Range ofBits(int bits) {
        return bits >= 63 ? ANY : new Range(0, (1L << bits) - 1);
    }

    /** Some bits of a number that is known. */
    private static Optional<Range> bitsOf(
            List<Range> among, Selector.OfNumber before, Selector.OfNumber number) {
        boolean one = among.size() == 1 && among.getFirst().low() == among.getFirst().high();
        if (!one || number.low() < before.low() || number.high() > before.high()) {
            return Optional.empty();
        }
        long bits =
                among.getFirst().low() >>> (number.low() - before.low())
                        & -1L >>> (63 - number.high() + number.low());
        return Optional.of(new Range(bits, bits));
    }
}
