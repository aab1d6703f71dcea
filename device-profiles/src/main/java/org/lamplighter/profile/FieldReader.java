// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import org.lamplighter.profile.layout.Conversion;
import org.lamplighter.profile.layout.Field;
import org.lamplighter.profile.layout.IntegerType;
import org.lamplighter.profile.layout.IntegerType.Sign;
import org.lamplighter.profile.layout.Slice;
import org.lamplighter.profile.layout.Use;
import org.lamplighter.reading.Payload;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads the fields of one fixed layout. */
final class FieldReader {
    private static final List<String> VALUE_KEYS =
            List.of("point", "use", "scale", "offset", "values", "absent");
    private static final List<String> INTEGER_KEYS =
            Stream.concat(Stream.of("type", "order", "sign", "slices"), VALUE_KEYS.stream())
                    .toList();
    private static final List<String> SLICE_KEYS =
            Stream.concat(Stream.of("bits", "signed"), VALUE_KEYS.stream()).toList();
    private static final List<String> FIELD_KEYS =
            Stream.concat(Stream.of("bytes", "skip"), INTEGER_KEYS.stream()).toList();
    private static final List<String> TYPES =
            IntStream.rangeClosed(1, 8)
                    .boxed()
                    .flatMap(width -> Stream.of("u" + 8 * width, "s" + 8 * width))
                    .toList();
    private static final List<String> USES =
            List.of("sequence", "unix-seconds", "unix-milliseconds", "frame-length");

    private final SortedMap<PointName, Point> points;
    private final boolean little;
    private final Set<PointName> pointsRead = new TreeSet<>();
    private final Set<String> usesRead = new HashSet<>();

    FieldReader(SortedMap<PointName, Point> points, boolean little) {
        this.points = points;
        this.little = little;
    }

    static boolean isLittle(YamlMap map, boolean otherwise) {
        return map.find("order")
                .flatMap(v -> v.word("order", List.of("big", "little")))
                .map("little"::equals)
                .orElse(otherwise);
    }

    List<Field> readAll(List<YamlValue> items) {
        List<Field> fields = new ArrayList<>();
        for (YamlValue item : items) {
            item.map("a field", FIELD_KEYS).flatMap(this::field).ifPresent(fields::add);
        }
        return fields;
    }

    Set<PointName> pointsRead() {
        return pointsRead;
    }

    private Optional<Field> field(YamlMap map) {
        Optional<String> form = map.needOneOf(List.of("bytes", "skip", "type"));
        if (form.isEmpty()) {
            return Optional.empty();
        }
        String key = form.get();
        if (!key.equals("type") && map.entries().size() > 1) {
            String other =
                    map.entries().keySet().stream()
                            .filter(name -> !name.equals(key))
                            .findFirst()
                            .orElseThrow();
            map.requireKey(other)
                    .report(
                            YamlIssue.EXCLUSIVE_KEYS,
                            "a field with " + key + " has no other key, and this one has " + other,
                            "remove it, or use type for an integer");
        }
        return switch (key) {
            case "bytes" ->
                    map.find(key)
                            .flatMap(v -> v.hex("bytes", 1024))
                            .map(bytes -> new Field.Constant(Payload.wrap(bytes)));
            case "skip" ->
                    map.find(key)
                            .flatMap(v -> v.integer("skip", 1, 1024))
                            .map(length -> new Field.Skip(length.intValue()));
            default -> integer(map);
        };
    }

    private Optional<Field> integer(YamlMap map) {
        Optional<IntegerType> known =
                map.find("type").flatMap(v -> v.word("a type", TYPES)).map(w -> type(w, map));
        Optional<String> form = map.needOneOf(List.of("point", "use", "slices"));
        if (known.isEmpty() || form.isEmpty()) {
            return Optional.empty();
        }
        IntegerType type = known.get();
        if (!form.get().equals("slices")) {
            return use(map, form.get(), rangeOf(type)).map(use -> new Field.Whole(type, use));
        }
        if (type.sign() != Sign.NONE) {
            map.requireKey("slices")
                    .report(
                            ProfileIssue.WRONG_FOR_TYPE,
                            "slices are of an unsigned integer",
                            "make the type u" + type.bits() + ", and a slice signed: true");
        }
        for (String key : List.of("scale", "offset", "values", "absent")) {
            if (map.has(key)) {
                map.requireKey(key)
                        .report(
                                YamlIssue.EXCLUSIVE_KEYS,
                                "an integer with slices has no " + key + " of its own",
                                "write it at the slice");
            }
        }
        return map.find("slices")
                .flatMap(v -> v.list("slices"))
                .map(items -> new Field.Sliced(type, slices(items, type)));
    }

    private IntegerType type(String word, YamlMap map) {
        int width = Integer.parseInt(word.substring(1)) / 8;
        boolean complement = word.charAt(0) == 's';
        Optional<String> sign =
                map.find("sign").flatMap(v -> v.word("sign", List.of("magnitude", "leading-byte")));
        if (complement && sign.isPresent()) {
            map.requireKey("sign")
                    .report(
                            YamlIssue.EXCLUSIVE_KEYS,
                            "the type " + word + " has its sign in two's complement already",
                            "write u" + 8 * width + " or remove sign");
        }
        Sign kind = complement ? Sign.TWOS_COMPLEMENT : Sign.NONE;
        if (sign.isPresent()) {
            kind = sign.get().equals("magnitude") ? Sign.MAGNITUDE : Sign.LEADING_BYTE;
        }
        return new IntegerType(width, isLittle(map, little), kind);
    }

    /**
     * Which raw values there are.
     *
     * @param signBits the width of a two's complement number, else 0: there a raw value may also be
     *     written as the unsigned one with the same bits, as vendors do ({@code 0x8000})
     */
    private record Range(long min, long max, int signBits) {
        static Range unsigned(int bits) {
            return bits == 64
                    ? new Range(Long.MIN_VALUE, Long.MAX_VALUE, 0)
                    : new Range(0, (1L << bits) - 1, 0);
        }

        static Range signed(int bits) {
            return new Range(-(1L << (bits - 1)), (1L << (bits - 1)) - 1, bits);
        }

        long rawOf(long written) {
            boolean asBits =
                    signBits > 0 && signBits < 64 && written > max && written < 1L << signBits;
            return asBits ? written - (1L << signBits) : written;
        }
    }

    private static Range rangeOf(IntegerType type) {
        int bits = type.bits();
        return switch (type.sign()) {
            case NONE -> Range.unsigned(bits);
            case TWOS_COMPLEMENT -> Range.signed(bits);
            case MAGNITUDE -> new Range(-(-1L >>> (65 - bits)), -1L >>> (65 - bits), 0);
            case LEADING_BYTE -> {
                long max = bits == 64 ? Long.MAX_VALUE : (1L << bits) - 1;
                yield new Range(-max, max, 0);
            }
        };
    }

    private List<Slice> slices(List<YamlValue> items, IntegerType type) {
        List<Slice> slices = new ArrayList<>();
        long taken = 0;
        for (YamlValue item : items) {
            Optional<YamlMap> map = item.map("a slice", SLICE_KEYS);
            Optional<YamlValue> bitsValue = map.flatMap(m -> m.need("bits", "0-3"));
            Optional<int[]> bits = bitsValue.flatMap(v -> bits(v, type));
            Optional<String> form = map.flatMap(m -> m.needOneOf(List.of("point", "use")));
            if (map.isEmpty() || bits.isEmpty() || form.isEmpty()) {
                continue;
            }
            int low = bits.get()[0];
            int high = bits.get()[1];
            long mask = (-1L >>> (63 - high + low)) << low;
            if ((taken & mask) != 0) {
                bitsValue
                        .orElseThrow()
                        .report(
                                ProfileIssue.BITS_OVERLAP,
                                (low == high
                                                ? "bit " + low
                                                : "some of the bits " + low + " to " + high)
                                        + (low == high ? " is" : " are")
                                        + " in another slice already",
                                "give each bit to one slice");
            }
            taken |= mask;
            boolean signed = map.get().find("signed").flatMap(v -> v.flag("signed")).orElse(false);
            int width = high - low + 1;
            Range range = signed ? Range.signed(width) : Range.unsigned(width);
            use(map.get(), form.get(), range)
                    .ifPresent(use -> slices.add(new Slice(low, high, signed, use)));
        }
        return slices;
    }

    private static Optional<int[]> bits(YamlValue value, IntegerType type) {
        Optional<String> text = value.text("bits", 20);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.get().matches("\\d{1,2}(-\\d{1,2})?")) {
            value.report(
                    YamlIssue.BAD_NUMBER,
                    "bits are one number or two with a dash, not \"" + text.get() + "\"",
                    "write 7 or 4-7, from 0 for the lowest");
            return Optional.empty();
        }
        String[] ends = text.get().split("-", 2);
        int first = Integer.parseInt(ends[0]);
        int last = Integer.parseInt(ends[ends.length - 1]);
        int[] bits = {Math.min(first, last), Math.max(first, last)};
        if (bits[1] >= type.bits()) {
            value.report(
                    ProfileIssue.BEYOND_WIDTH,
                    "an integer of "
                            + type.bits()
                            + " bits has the bits 0 to "
                            + (type.bits() - 1)
                            + ", not "
                            + bits[1],
                    "choose bits within, or a wider type");
            return Optional.empty();
        }
        return Optional.of(bits);
    }

    private Optional<Use> use(YamlMap map, String form, Range range) {
        if (form.equals("use")) {
            return map.find("use").flatMap(v -> v.word("use", USES)).map(w -> plainUse(w, map));
        }
        Optional<Point> point =
                map.find("point").flatMap(value -> ProfileParser.pointOf(value, points));
        if (point.isEmpty()) {
            return Optional.empty();
        }
        if (!pointsRead.add(point.get().name())) {
            map.requireKey("point")
                    .report(
                            ProfileIssue.READ_TWICE,
                            "the layout reads the point \"" + point.get().name() + "\" twice",
                            "skip one of the two, or give it a point of its own");
        }
        Set<Long> absent = new HashSet<>();
        for (YamlValue item :
                map.find("absent").flatMap(v -> v.list("absent")).orElseGet(List::of)) {
            raw(item, range).ifPresent(absent::add);
        }
        return conversion(map, point.get(), range)
                .map(conversion -> new Use.OfPoint(point.get().name(), absent, conversion));
    }

    private Use plainUse(String word, YamlMap map) {
        for (String key : List.of("scale", "offset", "values", "absent")) {
            if (map.has(key)) {
                map.requireKey(key)
                        .report(
                                YamlIssue.EXCLUSIVE_KEYS,
                                key + " goes with a point, and this is the " + word,
                                "remove it");
            }
        }
        boolean time = word.startsWith("unix");
        if (!usesRead.add(time ? "time" : word) && !word.equals("frame-length")) {
            map.requireKey("use")
                    .report(
                            ProfileIssue.READ_TWICE,
                            "the layout reads its " + (time ? "time" : word) + " twice",
                            "keep one of the two");
        }
        return switch (word) {
            case "sequence" -> new Use.Sequence();
            case "unix-seconds" -> new Use.UnixSeconds();
            case "unix-milliseconds" -> new Use.UnixMilliseconds();
            default -> new Use.FrameLength();
        };
    }

    private static Optional<Conversion> conversion(YamlMap map, Point point, Range range) {
        boolean linear = map.has("scale") || map.has("offset");
        boolean quantity = point.type() instanceof Point.Type.Quantity;
        if (linear && (!quantity || map.has("values"))) {
            String key = map.has("scale") ? "scale" : "offset";
            map.requireKey(key)
                    .report(
                            ProfileIssue.WRONG_FOR_TYPE,
                            quantity
                                    ? "values are not scaled, and this has values and " + key
                                    : "only a quantity has a "
                                            + key
                                            + ", and \""
                                            + point.name()
                                            + "\" is a "
                                            + point.type().word(),
                            "remove " + key);
        }
        if (map.has("values")) {
            return map.find("values").flatMap(v -> lookup(v, point, range));
        }
        return switch (point.type()) {
            case Point.Type.Quantity type -> {
                BigDecimal scale =
                        map.find("scale").flatMap(v -> v.decimal("scale")).orElse(BigDecimal.ONE);
                BigDecimal offset =
                        map.find("offset")
                                .flatMap(v -> v.decimal("offset"))
                                .orElse(BigDecimal.ZERO);
                yield Optional.of(new Conversion.Linear(scale, offset));
            }
            case Point.Type.Flag type -> Optional.of(new Conversion.NonZero());
            case Point.Type.Text type -> {
                map.asValue()
                        .report(
                                ProfileIssue.WRONG_FOR_TYPE,
                                "a number becomes the text \""
                                        + point.name()
                                        + "\" only by a list of values",
                                "add values: { 0: ok, 1: … }");
                yield Optional.empty();
            }
        };
    }

    private static Optional<Conversion> lookup(YamlValue value, Point point, Range range) {
        Optional<YamlMap> map = value.openMap("values");
        if (map.isEmpty()) {
            return Optional.empty();
        }
        Map<Long, PointValue> values = new HashMap<>();
        map.get()
                .entries()
                .values()
                .forEach(
                        entry -> {
                            Optional<Long> raw = raw(entry.key(), range);
                            ExampleReader.valueOf(entry.value(), point)
                                    .ifPresent(v -> raw.ifPresent(r -> values.put(r, v)));
                        });
        return Optional.of(new Conversion.Lookup(values));
    }

    private static Optional<Long> raw(YamlValue value, Range range) {
        Optional<Long> written =
                value.integer("a raw value", Long.MIN_VALUE, Long.MAX_VALUE).map(range::rawOf);
        if (written.isPresent() && (written.get() < range.min() || written.get() > range.max())) {
            value.report(
                    ProfileIssue.BEYOND_WIDTH,
                    "the integer is "
                            + range.min()
                            + " to "
                            + range.max()
                            + " and never "
                            + written.get(),
                    "choose a value within, or a wider type");
            return Optional.empty();
        }
        return written;
    }
}
