// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.jspecify.annotations.Nullable;
import org.lamplighter.decode.LinearConversion;
import org.lamplighter.profile.layout.Absences;
import org.lamplighter.profile.layout.Conversion;
import org.lamplighter.profile.layout.DigitsType;
import org.lamplighter.profile.layout.Field;
import org.lamplighter.profile.layout.FloatType;
import org.lamplighter.profile.layout.IntegerType;
import org.lamplighter.profile.layout.PointRef;
import org.lamplighter.profile.layout.Use;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compiles what raw numbers and texts are for. */
final class UseCompiler {
    private final Names names;
    private final Map<PointName, Integer> indexes;
    private boolean differences;

    UseCompiler(Names names, Map<PointName, Integer> indexes) {
        this.names = names;
        this.indexes = indexes;
    }

    boolean hasDifferences() {
        return differences;
    }

    /** A number of fixed length; null if it is for nothing. */
    Step.Piece number(Field.Whole whole, int offset) {
        return switch (whole.type()) {
            case IntegerType type -> {
                boolean unsigned64 = type.width() == 8 && type.sign() == IntegerType.Sign.NONE;
                yield new Pieces.Whole(
                        offset, new IntegerReader(type), sink(whole.uses(), unsigned64));
            }
            case DigitsType type -> {
                IntegerReader reader =
                        new IntegerReader(
                                new IntegerType(
                                        type.width(), type.littleEndian(), IntegerType.Sign.NONE));
                Sink.Absence absence = null;
                List<Use> uses = new ArrayList<>();
                for (Use use : whole.uses()) {
                    if (use instanceof Use.OfPoint of && !of.absences().equals(Absences.NONE)) {
                        absence = absence(of.absences());
                        uses.add(new Use.OfPoint(of.point(), Absences.NONE, of.conversion()));
                    } else {
                        uses.add(use);
                    }
                }
                yield new Pieces.Digits(offset, reader, absence, sink(uses, false));
            }
            case FloatType type -> {
                if (!(whole.uses().getFirst() instanceof Use.OfPoint of)
                        || !(of.conversion() instanceof Conversion.Linear linear)) {
                    throw new IllegalArgumentException("not for a point: " + whole);
                }
                yield new Pieces.Floating(
                        offset,
                        type,
                        slot(of.point()),
                        absence(of.absences()),
                        LinearConversion.of(linear));
            }
        };
    }

    TextSink text(List<Use> uses) {
        Slot slot = null;
        int name = -1;
        for (Use use : uses) {
            if (use instanceof Use.OfPoint of) {
                slot = slot(of.point());
            } else if (use instanceof Use.Keep keep) {
                name = names.text(keep.name()).index();
            }
        }
        return new TextSink(slot, name);
    }

    Sink sink(List<Use> uses, boolean unsigned64) {
        Sink[] sinks = uses.stream().map(use -> sink(use, unsigned64)).toArray(Sink[]::new);
        return sinks.length == 1 ? sinks[0] : new Sink.All(sinks);
    }

    private Sink sink(Use use, boolean unsigned64) {
        return switch (use) {
            case Use.Keep keep -> new Sink.Keep(names.number(keep.name()).index(), unsigned64);
            case Use.Sequence sequence -> new Sink.Sequence();
            case Use.Since since -> new Sink.Since(since);
            case Use.OfDate date -> new Sink.OfDate(date);
            case Use.Age age -> new Sink.Age(age.unit().toMillis());
            case Use.FrameLength length -> new Sink.FrameLength(length.plus());
            case Use.OfPoint point -> {
                Sink sink = point(point, unsigned64);
                yield point.absences().equals(Absences.NONE)
                        ? sink
                        : new Sink.UnlessAbsent(absence(point.absences()), sink);
            }
        };
    }

    private Sink point(Use.OfPoint use, boolean unsigned64) {
        Slot slot = slot(use.point());
        return switch (use.conversion()) {
            case Conversion.Linear linear -> {
                differences |= linear.running();
                yield linear.running()
                        ? new Sink.Running(slot, LinearConversion.of(linear), unsigned64)
                        : new Sink.ToPoint(slot, new Converter.Linear(linear, unsigned64));
            }
            case Conversion.NonZero nonZero -> new Sink.ToPoint(slot, new Converter.NonZero());
            case Conversion.Lookup lookup -> new Sink.ToPoint(slot, new Converter.Lookup(lookup));
            case Conversion.Pieces pieces -> {
                Converter.Pieces lines = new Converter.Pieces(pieces.pieces());
                if (pieces.error().isEmpty()) {
                    yield new Sink.ToPoint(slot, lines);
                }
                PointValue[] errors =
                        pieces.pieces().stream()
                                .map(piece -> new PointValue.Quantity(piece.error()))
                                .toArray(PointValue[]::new);
                yield new Sink.ToPieces(slot, lines, slot(pieces.error().get()), errors);
            }
            case Conversion.AsText text ->
                    throw new IllegalArgumentException("an integer is no text: " + use);
        };
    }

    private Sink.Absence absence(Absences absences) {
        List<Absences.Absent> sorted =
                absences.cases().stream()
                        .sorted(Comparator.comparingLong(absent -> absent.range().low()))
                        .toList();
        @Nullable Slot status = absences.status().map(this::slot).orElse(null);
        return new Sink.Absence(
                Converter.Ranges.of(sorted.stream().map(Absences.Absent::range).toList()),
                sorted.stream()
                        .map(absent -> new PointValue.Text(absent.word()))
                        .toArray(PointValue[]::new),
                absences.notANumber().map(PointValue.Text::new).orElse(null),
                status);
    }

    /** The text that was kept under a name, if it is one and was. */
    Optional<String> textOf(Use.Keep keep, Cursor c) {
        return names.isText(keep.name())
                ? Optional.ofNullable(c.texts[names.text(keep.name()).index()])
                : Optional.empty();
    }

    Slot slot(PointRef ref) {
        return switch (ref) {
            case PointRef.One one -> new Slot.One(index(one.name()), one.name().value());
            case PointRef.Numbered numbered -> numbered(numbered);
        };
    }

    private int index(PointName name) {
        Integer index = indexes.get(name);
        if (index == null) {
            throw new IllegalArgumentException("no point is named " + name);
        }
        return index;
    }

    private Slot numbered(PointRef.Numbered ref) {
        Map<Integer, Integer> found = new java.util.TreeMap<>();
        indexes.forEach(
                (name, index) -> {
                    int number = ref.numberOf(name);
                    if (number >= 0) {
                        found.put(number, index);
                    }
                });
        int low = found.keySet().stream().mapToInt(n -> n).min().orElse(0);
        int high = found.keySet().stream().mapToInt(n -> n).max().orElse(0);
        int[] places = new int[high - low + 1];
        Arrays.fill(places, -1);
        found.forEach((number, index) -> places[number - low] = index);
        return new Slot.Numbered(
                names.number(ref.register()), ref.prefix(), ref.suffix(), low, places);
    }
}
