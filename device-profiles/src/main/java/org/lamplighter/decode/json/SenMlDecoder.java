// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.json;

import org.jspecify.annotations.Nullable;
import org.lamplighter.decode.Extraction;
import org.lamplighter.decode.LinearConversion;
import org.lamplighter.decode.PayloadDecoder;
import org.lamplighter.profile.layout.Conversion;
import org.lamplighter.profile.layout.OwnReading;
import org.lamplighter.profile.layout.SenMlLayout;
import org.lamplighter.profile.layout.SenMlLayout.Encoding;
import org.lamplighter.profile.layout.SenMlLayout.Target;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.unit.UnitConversion;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decodes packs of sensor measurements (SenML, RFC 8428) in JSON and CBOR: the records of one time
 * are one reading, and the newest of them is the frame's main one. Immutable; safe to share between
 * threads.
 */
public final class SenMlDecoder implements PayloadDecoder {
    private final Encoding encoding;
    private final Map<String, Point> points;
    private final OwnReading earlier;

    /** The characters of the longest name of a point's records. */
    private final int longest;

    /** The point of a record's name, compiled. */
    private record Point(
            Target target,
            int index,
            LinearConversion plain,
            Map<String, LinearConversion> units) {}

    private SenMlDecoder(Encoding encoding, Map<String, Point> points, OwnReading earlier) {
        this.encoding = encoding;
        this.points = points;
        this.earlier = earlier;
        this.longest = points.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    /**
     * Compiles a layout.
     *
     * @param indexes the points of the profile by their places in a reading
     */
    public static SenMlDecoder of(SenMlLayout layout, Map<PointName, Integer> indexes) {
        Map<String, Point> points = new HashMap<>();
        layout.records()
                .forEach(
                        (name, target) -> {
                            Integer index = indexes.get(target.point());
                            if (index == null) {
                                throw new IllegalArgumentException(
                                        "no point is named " + target.point());
                            }
                            Map<String, LinearConversion> units = new HashMap<>();
                            target.units().forEach((unit, to) -> units.put(unit, line(to)));
                            points.put(name, new Point(target, index, line(target.line()), units));
                        });
        return new SenMlDecoder(
                layout.encoding(),
                Map.copyOf(points),
                new OwnReading(layout.history(), List.of(), Optional.empty()));
    }

    private static LinearConversion line(UnitConversion conversion) {
        return LinearConversion.of(new Conversion.Linear(conversion.factor(), conversion.offset()));
    }

    @Override
    public void decode(Frame frame, Extraction out) {
        Node tree =
                switch (encoding) {
                    case JSON -> TreeReader.json(frame.payload(), out);
                    case CBOR -> TreeReader.cbor(frame.payload(), out);
                };
        if (tree == null) {
            return;
        }
        if (!(tree instanceof Node.Items records)) {
            out.fail(DecodeFault.WRONG_TYPE, "the payload is " + tree.what() + ", not an array");
            return;
        }
        SenMlPack pack = new SenMlPack(frame, out);
        for (Node record : records.items) {
            SenMlPack.Entry resolved = pack.resolve(record);
            if (resolved == null) {
                return;
            }
            if (!take(resolved, pack, out)) {
                return;
            }
        }
        pack.readings(earlier);
    }

    /** Takes the value of a record; false if that failed. */
    private boolean take(SenMlPack.Entry record, SenMlPack pack, Extraction out) {
        Node value = record.value();
        if (value == null) {
            return true;
        }
        Point point = find(record.name());
        if (point == null || value instanceof Node.Other) {
            out.ignore();
            return true;
        }
        @Nullable PointValue taken =
                switch (point.target().type()) {
                    case QUANTITY -> quantity(record, value, point, out);
                    case FLAG ->
                            value instanceof Node.Flag flag
                                    ? new PointValue.Flag(flag.value)
                                    : wrongType(record, value, "true or false", out);
                    case TEXT -> text(record, value, out);
                };
        return taken != null && pack.put(record, point.index(), taken);
    }

    /** The point of a name, or of the longest end of it after a slash or colon. */
    private @Nullable Point find(String name) {
        Point point = points.get(name);
        int first = Math.max(0, name.length() - longest - 1);
        for (int i = first; point == null && i < name.length(); i++) {
            if (name.charAt(i) == '/' || name.charAt(i) == ':') {
                point = points.get(name.substring(i + 1));
            }
        }
        return point;
    }

    private static @Nullable PointValue wrongType(
            SenMlPack.Entry record, Node value, String wanted, Extraction out) {
        out.fail(
                DecodeFault.WRONG_TYPE,
                "the record \"" + record.name() + "\" is " + value.what() + ", not " + wanted);
        return null;
    }

    private static @Nullable PointValue text(SenMlPack.Entry record, Node value, Extraction out) {
        if (!(value instanceof Node.Text text)) {
            return wrongType(record, value, "a text", out);
        }
        if (text.text.length() > PointValue.Text.MAX_LENGTH) {
            out.fail(
                    DecodeFault.LIMIT_EXCEEDED,
                    "the record \""
                            + record.name()
                            + "\" has "
                            + text.text.length()
                            + " characters, and at most "
                            + PointValue.Text.MAX_LENGTH
                            + " are kept");
            return null;
        }
        return new PointValue.Text(text.text);
    }

    private static @Nullable PointValue quantity(
            SenMlPack.Entry record, Node value, Point point, Extraction out) {
        if (!(value instanceof Node.Numeric number)) {
            return wrongType(record, value, "a number", out);
        }
        LinearConversion conversion =
                record.unit().isEmpty() ? point.plain() : point.units().get(record.unit());
        if (conversion == null) {
            out.fail(
                    DecodeFault.UNKNOWN_VALUE,
                    "the record \""
                            + record.name()
                            + "\" is in \""
                            + record.unit()
                            + "\", which does not become the unit of the point \""
                            + point.target().point()
                            + "\"");
            return null;
        }
        BigDecimal decimal = number.decimal;
        double result =
                decimal == null ? Double.NaN : conversion.apply(decimal.add(record.baseValue()));
        if (!Double.isFinite(result)) {
            out.fail(
                    DecodeFault.NOT_FINITE,
                    "the record \""
                            + record.name()
                            + "\" is "
                            + number.why()
                            + ", not a finite number");
            return null;
        }
        return new PointValue.Quantity(result);
    }
}
