// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.lamplighter.decode.DeviceTimes;
import org.lamplighter.decode.Trace;
import org.lamplighter.profile.layout.DigitsType;
import org.lamplighter.profile.layout.Field;
import org.lamplighter.profile.layout.FloatType;
import org.lamplighter.profile.layout.IntegerType;
import org.lamplighter.profile.layout.NumberType;
import org.lamplighter.profile.layout.Slice;
import org.lamplighter.profile.layout.Use;
import org.lamplighter.reading.PointValue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Wraps steps so that they tell a {@link Trace} what they read. */
final class Tracing {
    private final Trace trace;
    private final UseCompiler uses;

    Tracing(Trace trace, UseCompiler uses) {
        this.trace = trace;
        this.uses = uses;
    }

    /**
     * Steps that stand in something.
     *
     * @param label what they stand in
     * @param own how many bytes before them belong to it, such as a key; -1 if all that none told
     * @param number whose number is told with the label; -1 for none
     */
    Step[] inside(String label, int own, int number, Step[] steps) {
        List<Step> all = new ArrayList<>();
        all.add(new Enter(label, own, number));
        all.addAll(Arrays.asList(steps));
        all.add(new Leave());
        return all.toArray(Step[]::new);
    }

    /** A step that reads bytes and holds no others. */
    Step leaf(Field field, Step step) {
        return new Leaf(field, step);
    }

    private final class Enter extends Step {
        private final String label;
        private final int own;
        private final int number;

        Enter(String label, int own, int number) {
            this.label = label;
            this.own = own;
            this.number = number;
        }

        @Override
        boolean run(Cursor c) {
            int from = trace.reached();
            int to = Math.max(c.at, from);
            if (own >= 0 && to - from > own) {
                trace.add(from, to - own - from, "not known", "", "", "");
                from = to - own;
            }
            trace.add(from, to - from, number < 0 ? label : label + c.numbers[number], "", "", "");
            trace.reached(to);
            trace.enter();
            return true;
        }
    }

    private final class Leave extends Step {
        @Override
        boolean run(Cursor c) {
            trace.leave();
            return true;
        }
    }

    private final class Leaf extends Step {
        private final Field field;
        private final Step step;

        Leaf(Field field, Step step) {
            this.field = field;
            this.step = step;
        }

        @Override
        boolean run(Cursor c) {
            int from = c.at;
            if (from > trace.reached()) {
                trace.add(trace.reached(), from - trace.reached(), "not known", "", "", "");
            }
            boolean good = step.run(c);
            if (good) {
                tell(c, from, field instanceof Field.Move ? 0 : c.at - from);
                trace.reached(c.at);
            } else {
                int left = Math.max(0, c.end - from);
                int length = Fields.length(field);
                trace.add(
                        from,
                        length < 0 ? left : Math.min(length, left),
                        word(field),
                        length >= 0 && length <= left ? raw(field, c, from) : "",
                        "",
                        "FAULT");
            }
            return good;
        }

        private void tell(Cursor c, int from, int length) {
            switch (field) {
                case Field.Sliced sliced -> {
                    long raw = new IntegerReader(sliced.type()).read(c.payload, from);
                    if (!sliced.uses().isEmpty()) {
                        told(c, from, length, word(sliced), Long.toString(raw), raw, sliced.uses());
                    }
                    for (Slice slice : sliced.slices()) {
                        long part = raw << (63 - slice.high());
                        int unused = 64 - slice.bits();
                        long number = slice.signed() ? part >> unused : part >>> unused;
                        String bits =
                                slice.bits() == 1
                                        ? " bit " + slice.low()
                                        : " bits " + slice.low() + "-" + slice.high();
                        told(
                                c,
                                from,
                                length,
                                word(sliced) + bits,
                                Long.toString(number),
                                number,
                                slice.uses());
                    }
                }
                case Field.BitStream stream -> stream(stream, c, from);
                case Field.Whole whole -> {
                    long number =
                            whole.type() instanceof IntegerType type
                                    ? new IntegerReader(type).read(c.payload, from)
                                    : 0;
                    told(c, from, length, word(whole), raw(whole, c, from), number, whole.uses());
                }
                case Field.Words words -> told(c, from, length, word(words), "", 0, words.uses());
                case Field.Check check ->
                        trace.add(from, length, "checksum", hex(c, from, length), "", "");
                case Field.Constant constant ->
                        trace.add(from, length, "bytes", "", "", "as it must be");
                case Field.Skip skip -> trace.add(from, length, "skip", "", "", "");
                case Field.Rest rest -> trace.add(from, length, "rest: ignored", "", "", "");
                case Field.Move move -> trace.add(c.at, 0, word(move), "", "", "");
                case Field.Named call -> {}
                case Field.Choose choose -> {}
                case Field.Repeat repeat -> {}
                case Field.Tagged tagged -> {}
                case Field.Flagged flagged -> {}
                case Field.Part part -> {}
                case Field.IfLeft ifLeft -> {}
                case Field.When when -> {}
                case Field.Own own -> {}
            }
        }

        private void stream(Field.BitStream stream, Cursor c, int from) {
            int bit = 0;
            for (Field.Bits bits : stream.bits()) {
                int first = from + bit / 8;
                int length = (bit + bits.size() - 1) / 8 - bit / 8 + 1;
                String which = "bits " + bit + "-" + (bit + bits.size() - 1);
                if (bits.uses().isEmpty()) {
                    trace.add(first, length, which + " skip", "", "", "");
                } else {
                    long raw =
                            Pieces.BitStream.bits(
                                    c.payload,
                                    from,
                                    bit,
                                    bits.size(),
                                    bits.signed(),
                                    stream.lowestFirst());
                    told(c, first, length, which, Long.toString(raw), raw, bits.uses());
                }
                bit += bits.size();
            }
        }
    }

    private void told(
            Cursor c, int from, int length, String word, String raw, long number, List<Use> uses) {
        for (Use use : uses) {
            switch (use) {
                case Use.Keep keep -> {
                    Optional<String> text =
                            uses.size() == 1 ? this.uses.textOf(keep, c) : Optional.empty();
                    trace.add(from, length, word + " as " + keep.name(), text.orElse(raw), "", "");
                }
                case Use.Sequence sequence ->
                        trace.add(from, length, word, raw, "", "the sequence");
                case Use.FrameLength whole ->
                        trace.add(from, length, word, raw, "", "the frame's length");
                case Use.Since since ->
                        trace.add(
                                from,
                                length,
                                word,
                                raw,
                                "",
                                time(
                                        DeviceTimes.ofUnits(
                                                number,
                                                since.unit().toMillis(),
                                                since.zero().toEpochMilli())));
                case Use.Age age ->
                        trace.add(
                                from,
                                length,
                                word,
                                raw,
                                "",
                                time(
                                        DeviceTimes.ofUnits(
                                                number,
                                                -age.unit().toMillis(),
                                                c.frame.receivedAt().toEpochMilli())));
                case Use.OfDate date ->
                        trace.add(
                                from,
                                length,
                                word,
                                raw,
                                "",
                                date.part().name().toLowerCase(Locale.ROOT)
                                        + " "
                                        + (number + date.offset()));
                case Use.OfPoint point -> {
                    Slot slot = this.uses.slot(point.point());
                    trace.add(from, length, word, raw, slot.name(c), shown(slot, c));
                    point.absences()
                            .status()
                            .map(this.uses::slot)
                            .ifPresent(
                                    status ->
                                            trace.add(
                                                    from,
                                                    length,
                                                    word,
                                                    raw,
                                                    status.name(c),
                                                    shown(status, c)));
                }
            }
        }
    }

    private static String time(Optional<Instant> time) {
        return time.map(at -> "the time " + at).orElse("no time");
    }

    private static String shown(Slot slot, Cursor c) {
        // a value that is absent looks for no point
        int index = slot.find(c);
        PointValue value = index < 0 ? null : c.out.value(index);
        return value == null ? "no value" : shown(value);
    }

    private static String shown(PointValue value) {
        return switch (value) {
            case PointValue.Quantity quantity -> Double.toString(quantity.value());
            case PointValue.Flag flag -> Boolean.toString(flag.value());
            case PointValue.Text text -> "\"" + text.value() + "\"";
        };
    }

    private static String raw(Field field, Cursor c, int from) {
        if (field instanceof Field.Sliced sliced) {
            return raw(sliced.type(), c, from);
        }
        return field instanceof Field.Whole whole ? raw(whole.type(), c, from) : "";
    }

    private static String raw(NumberType type, Cursor c, int from) {
        return switch (type) {
            case IntegerType integer -> {
                long raw = new IntegerReader(integer).read(c.payload, from);
                yield integer.width() == 8 && integer.sign() == IntegerType.Sign.NONE
                        ? Long.toUnsignedString(raw)
                        : Long.toString(raw);
            }
            case DigitsType digits -> {
                long bits =
                        IntegerReader.unsigned(
                                c.payload, from, digits.width(), digits.littleEndian());
                yield String.format("%0" + 2 * digits.width() + "x", bits);
            }
            case FloatType floating -> {
                long bits =
                        IntegerReader.unsigned(
                                c.payload, from, floating.length(), floating.littleEndian());
                yield Double.toString(Floats.of(floating.format(), bits));
            }
        };
    }

    private static String hex(Cursor c, int from, int length) {
        StringBuilder text = new StringBuilder("0x");
        for (int i = from; i < from + length; i++) {
            text.append(String.format("%02x", c.payload.unsignedByte(i)));
        }
        return text.toString();
    }

    private static String word(Field field) {
        return switch (field) {
            case Field.Whole whole -> word(whole.type());
            case Field.Sliced sliced -> word(sliced.type());
            case Field.Words words ->
                    words.type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            case Field.Constant constant -> "bytes";
            case Field.Move move -> "at " + move.to();
            case Field.BitStream stream -> "bits";
            case Field.Check check -> "checksum";
            case Field.Skip skip -> "skip";
            case Field.Rest rest -> "rest";
            case Field.Named call -> "layout";
            case Field.Choose choose -> "choose";
            case Field.Repeat repeat -> "repeat";
            case Field.Tagged tagged -> "tlv";
            case Field.Flagged flagged -> "flagged";
            case Field.Part part -> "part";
            case Field.IfLeft ifLeft -> "if-left";
            case Field.When when -> "when";
            case Field.Own own -> "reading";
        };
    }

    private static String word(NumberType type) {
        return switch (type) {
            case IntegerType integer ->
                    (integer.sign() == IntegerType.Sign.TWOS_COMPLEMENT ? "s" : "u")
                            + integer.bits()
                            + (integer.littleEndian() && integer.width() > 1 ? " little" : "")
                            + sign(integer.sign());
            case DigitsType digits ->
                    "bcd" + 8 * digits.width() + (digits.littleEndian() ? " little" : "");
            case FloatType floating ->
                    floating.format().name().toLowerCase(Locale.ROOT)
                            + (floating.littleEndian() ? " little" : "");
        };
    }

    private static String sign(IntegerType.Sign sign) {
        return switch (sign) {
            case NONE, TWOS_COMPLEMENT -> "";
            case MAGNITUDE -> " sign: magnitude";
            case LEADING_BYTE -> " sign: leading-byte";
        };
    }
}
