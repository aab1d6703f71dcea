// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.check;

import org.lamplighter.profile.layout.Amount;
import org.lamplighter.profile.layout.BinaryLayout;
import org.lamplighter.profile.layout.Field;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** How many bytes fields take, as far as that is plain to see. Each named layout is seen once. */
final class FieldSizes {
    private final BinaryLayout layout;
    private final Map<String, Long> lengths = new HashMap<>();
    private final Map<String, OptionalLong> exactLengths = new HashMap<>();
    private final Map<String, Boolean> taking = new HashMap<>();
    private final Map<String, Boolean> ending = new HashMap<>();

    FieldSizes(BinaryLayout layout) {
        this.layout = layout;
    }

    private List<Field> named(String name) {
        return layout.layouts().getOrDefault(name, List.of());
    }

    /** How far the cursor moves over a field, if that is always the same. */
    OptionalLong exact(Field field) {
        return switch (field) {
            case Field.Constant constant -> OptionalLong.of(constant.bytes().length());
            case Field.Skip skip -> OptionalLong.of(skip.length());
            case Field.Whole whole -> OptionalLong.of(whole.type().length());
            case Field.Sliced sliced -> OptionalLong.of(sliced.type().length());
            case Field.BitStream stream -> OptionalLong.of(stream.length());
            case Field.Check check -> OptionalLong.of(check.type().length());
            case Field.Words words -> fixed(words.length());
            case Field.Part part -> fixed(part.length());
            case Field.Own own -> exact(own.fields());
            case Field.Named(String name) -> exactOf(name);
            case Field.Rest rest -> OptionalLong.empty();
            case Field.Move move -> OptionalLong.empty();
            case Field.Choose choose -> OptionalLong.empty();
            case Field.Repeat repeat -> OptionalLong.empty();
            case Field.Tagged tagged -> OptionalLong.empty();
            case Field.Flagged flagged -> OptionalLong.empty();
            case Field.IfLeft ifLeft -> OptionalLong.empty();
            case Field.When when -> OptionalLong.empty();
        };
    }

    private static OptionalLong fixed(Amount amount) {
        return amount instanceof Amount.Fixed(int value)
                ? OptionalLong.of(value)
                : OptionalLong.empty();
    }

    private OptionalLong exact(List<Field> fields) {
        long sum = 0;
        for (Field field : fields) {
            OptionalLong one = exact(field);
            if (one.isEmpty()) {
                return one;
            }
            sum += one.getAsLong();
        }
        return OptionalLong.of(sum);
    }

    private OptionalLong exactOf(String name) {
        OptionalLong known = exactLengths.get(name);
        if (known == null) {
            known = exact(named(name));
            exactLengths.put(name, known);
        }
        return known;
    }

    /** Whether nothing of the part is left behind some fields. */
    private boolean endsPart(List<Field> fields) {
        boolean ended = false;
        for (Field field : fields) {
            ended = !(field instanceof Field.Move) && (ended || endsPart(field));
        }
        return ended;
    }

    /** Whether nothing of the part is left behind a field. */
    boolean endsPart(Field field) {
        return switch (field) {
            case Field.Rest rest -> true;
            case Field.Tagged tagged -> true;
            case Field.Repeat repeat -> repeat.rounds() instanceof Field.Rounds.UntilEnd;
            case Field.Words words -> isAll(words.length());
            case Field.Part part -> isAll(part.length());
            case Field.Own own -> endsPart(own.fields());
            case Field.IfLeft ifLeft -> endsPart(ifLeft.fields());
            case Field.Named(String name) -> endsPartOf(name);
            case Field.Choose choose ->
                    !choose.cases().isEmpty() && choose.inner().stream().allMatch(this::endsPart);
            case Field.Constant constant -> false;
            case Field.Skip skip -> false;
            case Field.Move move -> false;
            case Field.Whole whole -> false;
            case Field.Sliced sliced -> false;
            case Field.BitStream stream -> false;
            case Field.Flagged flagged -> false;
            case Field.When when -> false;
            case Field.Check check -> false;
        };
    }

    private static boolean isAll(Amount amount) {
        return amount instanceof Amount.Left(int plus) && plus >= 0;
    }

    private boolean endsPartOf(String name) {
        Boolean known = ending.get(name);
        if (known == null) {
            known = endsPart(named(name));
            ending.put(name, known);
        }
        return known;
    }

    /** Whether a field wants a byte whenever it is read at all. */
    boolean wantsBytes(Field field) {
        boolean inside =
                field instanceof Field.When
                        || field instanceof Field.Choose
                        || field instanceof Field.Flagged
                        || (field instanceof Field.Repeat repeat
                                && repeat.rounds() instanceof Field.Rounds.Counted);
        return inside
                ? field.inner().stream().allMatch(fields -> least(fields) > 0)
                : least(List.of(field)) > 0;
    }

    /** Whether some fields may take a byte. */
    boolean mayTake(List<Field> fields) {
        return fields.stream()
                .anyMatch(
                        field ->
                                switch (field) {
                                    case Field.Named(String name) -> mayTake(name);
                                    case Field.Choose choose ->
                                            choose.inner().stream().anyMatch(this::mayTake);
                                    case Field.IfLeft ifLeft -> mayTake(ifLeft.fields());
                                    case Field.When when -> mayTake(when.fields());
                                    case Field.Own own -> mayTake(own.fields());
                                    case Field.Repeat repeat -> mayTake(repeat.fields());
                                    case Field.Flagged flagged ->
                                            flagged.inner().stream().anyMatch(this::mayTake);
                                    case Field.Constant constant -> true;
                                    case Field.Skip skip -> true;
                                    case Field.Rest rest -> true;
                                    case Field.Move move -> false;
                                    case Field.Whole whole -> true;
                                    case Field.Sliced sliced -> true;
                                    case Field.Words words -> true;
                                    case Field.BitStream stream -> true;
                                    case Field.Tagged tagged -> true;
                                    case Field.Part part -> true;
                                    case Field.Check check -> true;
                                });
    }

    private boolean mayTake(String name) {
        Boolean known = taking.get(name);
        if (known == null) {
            known = mayTake(named(name));
            taking.put(name, known);
        }
        return known;
    }

    /** How many bytes some fields take at least, as far as that is plain to see. */
    long least(List<Field> fields) {
        long sum = 0;
        for (Field field : fields) {
            sum +=
                    switch (field) {
                        case Field.Constant constant -> constant.bytes().length();
                        case Field.Skip skip -> skip.length();
                        case Field.Whole whole -> whole.type().length();
                        case Field.Sliced sliced -> sliced.type().length();
                        case Field.BitStream stream -> stream.length();
                        case Field.Check check -> check.type().length();
                        case Field.Words words ->
                                words.length() instanceof Amount.Fixed(int value) ? value : 0;
                        case Field.Named(String name) -> leastOf(name);
                        case Field.Own own -> least(own.fields());
                        case Field.Rest rest -> 0;
                        case Field.Move move -> 0;
                        case Field.Choose choose -> 0;
                        case Field.Repeat repeat -> 0;
                        case Field.Tagged tagged -> 0;
                        case Field.Flagged flagged -> 0;
                        case Field.Part part -> 0;
                        case Field.IfLeft ifLeft -> 0;
                        case Field.When when -> 0;
                    };
        }
        return sum;
    }

    private long leastOf(String name) {
        Long known = lengths.get(name);
        if (known == null) {
            known = least(named(name));
            lengths.put(name, known);
        }
        return known;
    }
}
