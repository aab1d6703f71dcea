// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.lpp;

import org.lamplighter.profile.Point;
import org.lamplighter.profile.PointReader;
import org.lamplighter.profile.ProfileIssue;
import org.lamplighter.profile.binary.ConversionReader;
import org.lamplighter.profile.binary.FieldReader;
import org.lamplighter.profile.binary.RawRange;
import org.lamplighter.profile.binary.Scope;
import org.lamplighter.profile.binary.UseReader;
import org.lamplighter.profile.check.LayoutChecker;
import org.lamplighter.profile.layout.Absences;
import org.lamplighter.profile.layout.BinaryLayout;
import org.lamplighter.profile.layout.Conversion;
import org.lamplighter.profile.layout.Field;
import org.lamplighter.profile.layout.Layout;
import org.lamplighter.profile.layout.Tags;
import org.lamplighter.profile.layout.Use;
import org.lamplighter.reading.PointName;
import org.lamplighter.unit.Agreement;
import org.lamplighter.unit.Ratio;
import org.lamplighter.unit.Unit;
import org.lamplighter.unit.UnitConversion;
import org.lamplighter.yaml.Suggestions;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the layout {@code cayenne-lpp}. */
public final class CayenneReader {
    private static final String CHANNEL = "channel";
    private static final Pattern KEY = Pattern.compile("([a-z.-]+)( (\\d{1,3}))?");
    private static final List<String> POINT_KEYS =
            List.of("point", "scale", "offset", "round", "unit", "values", "absent", "status");
    private static final long ANY_CHANNEL = ~0xff00L;

    /** The number of any channel. */
    private static final int ANY = -1;

    private final YamlMap map;
    private final Scope scope;
    private final FieldReader fields;
    private final UseReader uses;

    /** What the parts of a type are for, by channel, and by the word of the part. */
    private final Map<LppType, SortedMap<Integer, Map<String, List<Use>>>> read = new TreeMap<>();

    private CayenneReader(
            YamlMap map, SortedMap<PointName, Point> points, Set<PointName> elsewhere) {
        this.map = map;
        this.scope = new Scope(points, Set.of());
        this.scope.pointsRead().addAll(elsewhere);
        this.scope.declareNumber(CHANNEL);
        this.fields = new FieldReader(scope);
        this.uses = new UseReader(scope, new FieldReader.Row());
    }

    /**
     * Reads it, or reports what is wrong with it.
     *
     * @param elsewhere points that something else reads
     */
    public static Optional<Layout> read(
            YamlValue value, SortedMap<PointName, Point> points, Set<PointName> elsewhere) {
        return value.map("a cayenne-lpp layout", List.of("points", "other", "unknown"))
                .map(map -> new CayenneReader(map, points, elsewhere).read());
    }

    private Layout read() {
        int before = map.issues().count();
        map.need("points", "{ temperature 1: … }")
                .flatMap(v -> v.openMap("points"))
                .ifPresent(all -> all.entries().values().forEach(this::point));
        List<Tags.Tag> tags = new ArrayList<>();
        map.find("other")
                .flatMap(v -> v.openMap("other"))
                .ifPresent(all -> all.entries().values().forEach(entry -> other(entry, tags)));
        for (LppType type : LppType.values()) {
            tags(type, tags);
        }
        Tags.Unknown unknown =
                map.find("unknown")
                        .flatMap(v -> v.word("unknown", List.of("fault", "stop")))
                        .filter("stop"::equals)
                        .map(stop -> Tags.Unknown.STOP)
                        .orElse(Tags.Unknown.FAULT);
        scope.reportUnknownNames();
        Tags all =
                new Tags(
                        List.of(Optional.of(CHANNEL), Optional.empty()),
                        Optional.empty(),
                        false,
                        tags,
                        unknown,
                        Optional.empty());
        BinaryLayout layout =
                new BinaryLayout(
                        List.of(new Field.Tagged(all)),
                        new TreeMap<>(),
                        scope.numbers(),
                        scope.texts());
        if (map.issues().count() == before) {
            new LayoutChecker(map, layout, scope).check();
        }
        if (map.issues().count() == before) {
            PointReader.reportUnread(map.asValue(), scope.points(), scope.pointsRead());
        }
        return layout;
    }

    /** What a key names. */
    private record Place(LppType type, LppType.Part part, int channel) {}

    private Optional<Place> place(YamlValue key) {
        Optional<String> text = key.text("a type", 100);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher matcher = KEY.matcher(text.get());
        if (matcher.matches()) {
            int channel = matcher.group(3) == null ? ANY : Integer.parseInt(matcher.group(3));
            for (LppType type : LppType.values()) {
                for (LppType.Part part : type.parts()) {
                    boolean named = type.word(part).equals(matcher.group(1));
                    if (named && type != LppType.UNIX_TIME && channel <= 255) {
                        return Optional.of(new Place(type, part, channel));
                    }
                }
            }
        }
        String word = matcher.matches() ? matcher.group(1) : text.get();
        key.report(
                YamlIssue.UNKNOWN_WORD,
                "a key is a type and perhaps a channel from 0 to 255, not \"" + text.get() + "\"",
                LppType.words().contains(word)
                        ? "write it such as " + word + " 1"
                        : Suggestions.hint(word, LppType.words()));
        return Optional.empty();
    }

    private void point(YamlMap.Entry entry) {
        Optional<Place> place = place(entry.key());
        if (place.isEmpty()) {
            return;
        }
        Place at = place.get();
        Optional<Use> use =
                entry.value().isMap()
                        ? entry.value().map("a point", POINT_KEYS).flatMap(m -> use(m, at.part()))
                        : target(entry.value()).flatMap(t -> plain(t, entry.value(), at.part()));
        use.ifPresent(
                known ->
                        read.computeIfAbsent(at.type(), type -> new TreeMap<>())
                                .computeIfAbsent(at.channel(), channel -> new TreeMap<>())
                                .put(at.type().word(at.part()), List.of(known)));
    }

    private Optional<UseReader.Target> target(YamlValue value) {
        Optional<UseReader.Target> target = uses.target(value);
        if (target.isPresent() && target.get().point().computed()) {
            value.report(
                    ProfileIssue.READ_TWICE,
                    "the point \"" + target.get().point().name() + "\" is computed",
                    "read another point, or remove its compute");
        }
        return target;
    }

    private Optional<Use> plain(UseReader.Target target, YamlValue value, LppType.Part part) {
        return switch (target.point().type()) {
            case Point.Type.Quantity quantity ->
                    Optional.of(
                            ofPoint(
                                    target,
                                    inUnit(
                                            line(part, Ratio.ONE, Ratio.ZERO, OptionalInt.empty()),
                                            part,
                                            target.point(),
                                            value)));
            case Point.Type.Flag flag -> Optional.of(ofPoint(target, new Conversion.NonZero()));
            case Point.Type.Text text -> {
                value.report(
                        ProfileIssue.WRONG_FOR_TYPE,
                        "a number becomes the text \""
                                + target.point().name()
                                + "\" only by a list of values",
                        "write { point: "
                                + target.point().name()
                                + ", values: { 0: closed, 1: open } }");
                yield Optional.empty();
            }
        };
    }

    private static Use ofPoint(UseReader.Target target, Conversion conversion) {
        return new Use.OfPoint(target.ref(), Absences.NONE, conversion);
    }

    private static Conversion.Linear line(
            LppType.Part part, Ratio scale, Ratio offset, OptionalInt round) {
        return new Conversion.Linear(scale.times(part.scale()), offset, round, false);
    }

    /** A line in the unit of the type, as one in the point's. */
    private static Conversion inUnit(
            Conversion.Linear line, LppType.Part part, Point point, YamlValue value) {
        if (part.unit().isEmpty() || !(point.type() instanceof Point.Type.Quantity quantity)) {
            return line;
        }
        Unit unit = part.unit().get();
        Agreement agreement =
                point.lel()
                        .map(lel -> UnitConversion.between(unit, quantity.unit(), lel))
                        .orElseGet(() -> UnitConversion.between(unit, quantity.unit()));
        return switch (agreement) {
            case Agreement.Agreed(UnitConversion to) -> line.then(to.factor(), to.offset());
            case Agreement.Different(String rule, String hint) -> {
                value.report(ProfileIssue.UNITS_DISAGREE, rule, hint);
                yield line;
            }
        };
    }

    /** A point with more to it: what a profile says comes after the scale of the type. */
    private Optional<Use> use(YamlMap point, LppType.Part part) {
        Optional<UseReader.Target> target = point.need("point", "open").flatMap(this::target);
        return target.flatMap(
                        known ->
                                new ConversionReader(uses, point, known.point())
                                        .integer(RawRange.of(part.type()), known.ref()))
                .map(
                        use ->
                                use instanceof Use.OfPoint of
                                                && of.conversion() instanceof Conversion.Linear own
                                        ? new Use.OfPoint(
                                                of.point(),
                                                of.absences(),
                                                scaled(own, point, part, target.get()))
                                        : use);
    }

    private static Conversion scaled(
            Conversion.Linear own, YamlMap map, LppType.Part part, UseReader.Target target) {
        Conversion.Linear line = line(part, own.scale(), own.offset(), own.round());
        return map.has("unit") ? line : inUnit(line, part, target.point(), map.asValue());
    }

    /** A type that a profile knows besides. */
    private void other(YamlMap.Entry entry, List<Tags.Tag> tags) {
        Optional<Long> number = entry.key().integer("a type", 0, 255);
        List<Field> content = fields.read(entry.value(), false);
        if (number.isEmpty()) {
            return;
        }
        for (LppType type : LppType.values()) {
            if (type.number() == number.get()) {
                entry.key()
                        .report(
                                ProfileIssue.READ_TWICE,
                                "the type " + number.get() + " is " + type.word() + " already",
                                "write it under points");
                return;
            }
        }
        tags.add(new Tags.Tag(ANY_CHANNEL, number.get(), content));
    }

    private void tags(LppType type, List<Tags.Tag> tags) {
        SortedMap<Integer, Map<String, List<Use>>> channels =
                read.getOrDefault(type, new TreeMap<>());
        channels.forEach(
                (channel, parts) -> {
                    if (channel != ANY) {
                        long key = (long) channel << 8 | type.number();
                        tags.add(new Tags.Tag(-1, key, content(type, parts)));
                    }
                });
        tags.add(
                new Tags.Tag(
                        ANY_CHANNEL,
                        type.number(),
                        content(type, channels.getOrDefault(ANY, Map.of()))));
    }

    private static List<Field> content(LppType type, Map<String, List<Use>> parts) {
        if (type == LppType.UNIX_TIME) {
            Use time = new Use.Since(Instant.EPOCH, Duration.ofSeconds(1));
            return List.of(new Field.Whole(type.parts().getFirst().type(), List.of(time)));
        }
        List<Field> content = new ArrayList<>();
        for (LppType.Part part : type.parts()) {
            List<Use> uses = parts.getOrDefault(type.word(part), List.of());
            content.add(
                    uses.isEmpty()
                            ? new Field.Skip(part.type().length())
                            : new Field.Whole(part.type(), uses));
        }
        return content;
    }
}
