// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.jspecify.annotations.Nullable;
import org.lamplighter.decode.Trace;
import org.lamplighter.profile.layout.BinaryLayout;
import org.lamplighter.profile.layout.Field;
import org.lamplighter.profile.layout.Range;
import org.lamplighter.profile.layout.Selector;
import org.lamplighter.profile.layout.Slice;
import org.lamplighter.profile.layout.Tags;
import org.lamplighter.reading.PointName;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compiles the fields of one layout to steps. */
final class BinaryCompiler {
    private final BinaryLayout layout;
    private final Names names;
    private final UseCompiler uses;
    private final boolean moves;
    private final @Nullable Tracing tracing;
    private final Map<String, Step[]> named = new HashMap<>();

    BinaryCompiler(BinaryLayout layout, Map<PointName, Integer> indexes, @Nullable Trace trace) {
        this.layout = layout;
        this.names = new Names(layout);
        this.uses = new UseCompiler(names, indexes);
        this.tracing = trace == null ? null : new Tracing(trace, uses);
        this.moves =
                Fields.any(layout.fields(), Field.Move.class::isInstance)
                        || layout.layouts().values().stream()
                                .anyMatch(
                                        fields -> Fields.any(fields, Field.Move.class::isInstance));
    }

    Names names() {
        return names;
    }

    /** Whether a point is told by its difference from its value before; known once compiled. */
    boolean hasDifferences() {
        return uses.hasDifferences();
    }

    /** The steps of the whole payload. */
    Step[] compile() {
        return compile(layout.fields(), !moves);
    }

    /**
     * Compiles fields.
     *
     * @param last whether the part ends with them, so that its length can be told at once
     */
    private Step[] compile(List<Field> fields, boolean last) {
        if (tracing != null) {
            return traced(fields, tracing);
        }
        List<Step> steps = new ArrayList<>();
        List<Step.Piece> block = new ArrayList<>();
        int length = 0;
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            int size = Fields.length(field);
            if (size >= 0) {
                Step.Piece piece = piece(field, length);
                if (piece != null) {
                    block.add(piece);
                }
                length += size;
                continue;
            }
            if (length > 0) {
                steps.add(new Step.Block(length, false, block.toArray(Step.Piece[]::new)));
                block.clear();
                length = 0;
            }
            steps.add(step(field, last && i == fields.size() - 1));
        }
        if (length > 0) {
            steps.add(new Step.Block(length, last, block.toArray(Step.Piece[]::new)));
        }
        return steps.toArray(Step[]::new);
    }

    /** Each field is a step of its own, and the last knows nothing of the part's end. */
    private Step[] traced(List<Field> fields, Tracing tracing) {
        List<Step> steps = new ArrayList<>();
        for (Field field : fields) {
            int size = Fields.length(field);
            if (size < 0) {
                Step step = step(field, false);
                boolean holdsOthers = field instanceof Field.Named || !field.inner().isEmpty();
                steps.add(holdsOthers ? step : tracing.leaf(field, step));
                continue;
            }
            Step.Piece piece = piece(field, 0);
            Step.Piece[] pieces = piece == null ? new Step.Piece[0] : new Step.Piece[] {piece};
            steps.add(tracing.leaf(field, new Step.Block(size, false, pieces)));
        }
        return steps.toArray(Step[]::new);
    }

    /** Steps that a trace, if there is one, shows within something. */
    private Step[] inside(String label, Step[] steps) {
        return tracing == null ? steps : tracing.inside(label, -1, -1, steps);
    }

    private Step.@Nullable Piece piece(Field field, int offset) {
        return switch (field) {
            case Field.Skip skip -> null;
            case Field.Constant constant -> new Pieces.Constant(offset, constant.bytes());
            case Field.Whole whole -> uses.number(whole, offset);
            case Field.Sliced sliced -> {
                List<Pieces.Cut> cuts = new ArrayList<>();
                if (!sliced.uses().isEmpty()) {
                    cuts.add(new Pieces.Cut(0, 0, false, uses.sink(sliced.uses(), false)));
                }
                for (Slice slice : sliced.slices()) {
                    cuts.add(
                            new Pieces.Cut(
                                    63 - slice.high(),
                                    64 - slice.bits(),
                                    slice.signed(),
                                    uses.sink(
                                            slice.uses(), slice.bits() == 64 && !slice.signed())));
                }
                yield new Pieces.Sliced(
                        offset, new IntegerReader(sliced.type()), cuts.toArray(Pieces.Cut[]::new));
            }
            case Field.BitStream stream -> {
                List<Pieces.Run> runs = new ArrayList<>();
                int bit = 0;
                for (Field.Bits bits : stream.bits()) {
                    if (!bits.uses().isEmpty()) {
                        runs.add(
                                new Pieces.Run(
                                        bit,
                                        bits.size(),
                                        bits.signed(),
                                        uses.sink(
                                                bits.uses(), bits.size() == 64 && !bits.signed())));
                    }
                    bit += bits.size();
                }
                yield new Pieces.BitStream(
                        offset, stream.lowestFirst(), runs.toArray(Pieces.Run[]::new));
            }
            case Field.Words words ->
                    new Pieces.Text(
                            offset,
                            new Words(words.type(), words.reversed()),
                            Fields.length(words),
                            uses.text(words.uses()));
            case Field.Rest rest -> throw variable(field);
            case Field.Move move -> throw variable(field);
            case Field.Named call -> throw variable(field);
            case Field.Choose choose -> throw variable(field);
            case Field.Repeat repeat -> throw variable(field);
            case Field.Tagged tagged -> throw variable(field);
            case Field.Flagged flagged -> throw variable(field);
            case Field.Part part -> throw variable(field);
            case Field.IfLeft ifLeft -> throw variable(field);
            case Field.When when -> throw variable(field);
            case Field.Check check -> throw variable(field);
            case Field.Own own -> throw variable(field);
        };
    }

    private static IllegalArgumentException variable(Field field) {
        return new IllegalArgumentException("of no fixed length: " + field);
    }

    private Step step(Field field, boolean last) {
        return switch (field) {
            case Field.Rest rest -> new Step.ToEnd();
            case Field.Move move -> new Step.Move(move.to());
            case Field.Named call ->
                    new PartSteps.Named(
                            inside("layout " + call.layout(), named(call.layout(), last)));
            case Field.Choose choose -> choose(choose, last);
            case Field.Repeat repeat -> repeat(repeat);
            case Field.Tagged tagged -> tagged(tagged.tags());
            case Field.Flagged flagged -> {
                int[] bits = flagged.groups().keySet().stream().mapToInt(bit -> bit).toArray();
                Step[][] groups =
                        flagged.groups().entrySet().stream()
                                .map(
                                        group ->
                                                inside(
                                                        "bit "
                                                                + group.getKey()
                                                                + " of "
                                                                + flagged.by(),
                                                        compile(group.getValue(), false)))
                                .toArray(Step[][]::new);
                yield new PartSteps.Flagged(
                        names.number(flagged.by()), flagged.stop(), bits, groups);
            }
            case Field.Part part ->
                    new PartSteps.Part(
                            new AmountReader(part.length(), names),
                            inside("part", compile(part.fields(), !moves)));
            case Field.IfLeft ifLeft ->
                    new PartSteps.IfLeft(inside("if-left", compile(ifLeft.fields(), last)));
            case Field.When when ->
                    new PartSteps.When(
                            names.number(when.by()),
                            Converter.Ranges.of(sorted(when.among())),
                            when.negated(),
                            inside("when " + when.by(), compile(when.fields(), last)));
            case Field.Check check -> new CheckStep(check);
            case Field.Own own ->
                    new OwnSteps.Own(
                            new OwnSteps(own.reading(), names),
                            inside("reading", compile(own.fields(), last)));
            case Field.Words words ->
                    new PartSteps.LongText(
                            new AmountReader(words.length(), names),
                            new Words(words.type(), words.reversed()),
                            uses.text(words.uses()));
            case Field.Skip skip -> throw fixed(field);
            case Field.Constant constant -> throw fixed(field);
            case Field.Whole whole -> throw fixed(field);
            case Field.Sliced sliced -> throw fixed(field);
            case Field.BitStream stream -> throw fixed(field);
        };
    }

    private static IllegalArgumentException fixed(Field field) {
        return new IllegalArgumentException("of fixed length: " + field);
    }

    private static List<Range> sorted(List<Range> ranges) {
        return ranges.stream().sorted(Comparator.comparingLong(Range::low)).toList();
    }

    /** Its steps depend on whether the part ends with it; it is compiled once for each. */
    private Step[] named(String name, boolean last) {
        String key = name + ' ' + last;
        Step[] known = named.get(key);
        if (known == null) {
            List<Field> fields = layout.layouts().get(name);
            if (fields == null) {
                throw new IllegalArgumentException("no layout is named " + name);
            }
            known = compile(fields, last);
            named.put(key, known);
        }
        return known;
    }

    private Step choose(Field.Choose choose, boolean last) {
        Step @Nullable [] otherwise =
                switch (choose.otherwise()) {
                    case Field.Otherwise.Fault fault -> null;
                    case Field.Otherwise.Fields fields ->
                            inside("default", compile(fields.fields(), last));
                };
        return switch (choose.by()) {
            case Selector.Channel channel -> {
                Map<String, Step[]> cases = new HashMap<>();
                for (Field.Case one : choose.cases()) {
                    if (one instanceof Field.Case.OfChannel of) {
                        cases.put(
                                of.channel(),
                                inside("channel " + of.channel(), compile(of.fields(), last)));
                    }
                }
                yield new ChooseStep.ByChannel(cases, otherwise);
            }
            case Selector.OfNumber number -> {
                List<Field.Case.OfNumbers> cases =
                        choose.cases().stream()
                                .filter(Field.Case.OfNumbers.class::isInstance)
                                .map(Field.Case.OfNumbers.class::cast)
                                .sorted(Comparator.comparingLong(one -> one.range().low()))
                                .toList();
                yield new ChooseStep.ByNumber(
                        number,
                        names,
                        Converter.Ranges.of(
                                cases.stream().map(Field.Case.OfNumbers::range).toList()),
                        cases.stream()
                                .map(
                                        one ->
                                                inside(
                                                        "case " + shown(one.range()),
                                                        compile(one.fields(), last)))
                                .toArray(Step[][]::new),
                        otherwise);
            }
        };
    }

    private Step repeat(Field.Repeat repeat) {
        int index = names.number(repeat.index()).index();
        Step[] steps = compile(repeat.fields(), false);
        if (tracing != null) {
            steps = tracing.inside("round ", -1, index, steps);
        }
        AmountReader count =
                switch (repeat.rounds()) {
                    case Field.Rounds.UntilEnd end -> null;
                    case Field.Rounds.Counted counted -> new AmountReader(counted.amount(), names);
                };
        RoundNames inside = RoundNames.of(repeat, layout.layouts(), names);
        return new RepeatStep(count, repeat.most(), index, inside, steps);
    }

    private Step tagged(Tags tags) {
        int[] keyNames =
                tags.key().stream()
                        .map(name -> name.map(names::number).map(Kept::index))
                        .mapToInt(place -> place.orElse(-1))
                        .toArray();
        boolean apart = tags.length().isPresent();
        Step[][] steps =
                tags.tags().stream()
                        .map(tag -> tagOf(tag, tags, compile(tag.fields(), apart && !moves)))
                        .toArray(Step[][]::new);
        return new TaggedStep(tags, keyNames, names, steps);
    }

    private Step[] tagOf(Tags.Tag tag, Tags tags, Step[] steps) {
        if (tracing == null) {
            return steps;
        }
        StringBuilder key = new StringBuilder("key");
        for (int shift = 8 * (tags.key().size() - 1); shift >= 0; shift -= 8) {
            boolean any = (tag.mask() >> shift & 0xff) == 0;
            key.append(any ? " **" : String.format(" %02x", tag.value() >> shift & 0xff));
        }
        int own = tags.key().size() + tags.length().map(length -> length.type().length()).orElse(0);
        return tracing.inside(key.toString(), own, -1, steps);
    }

    private static String shown(Range range) {
        String low = "0x" + Long.toHexString(range.low());
        return range.low() == range.high() ? low : low + "-0x" + Long.toHexString(range.high());
    }
}
