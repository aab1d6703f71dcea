// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.json;

import org.lamplighter.profile.Point;
import org.lamplighter.profile.PointReader;
import org.lamplighter.profile.ProfileIssue;
import org.lamplighter.profile.binary.ConversionReader;
import org.lamplighter.profile.binary.FieldReader;
import org.lamplighter.profile.binary.Scope;
import org.lamplighter.profile.binary.UseReader;
import org.lamplighter.profile.layout.Conversion;
import org.lamplighter.profile.layout.DocumentLayout.Absent;
import org.lamplighter.profile.layout.DocumentLayout.Entry;
import org.lamplighter.profile.layout.DocumentLayout.Form;
import org.lamplighter.profile.layout.DocumentLayout.Member;
import org.lamplighter.profile.layout.DocumentLayout.Purpose;
import org.lamplighter.profile.layout.DocumentLayout.Worth;
import org.lamplighter.profile.layout.MemberPath;
import org.lamplighter.profile.layout.PointRef;
import org.lamplighter.profile.layout.Range;
import org.lamplighter.reading.PointValue;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what one member is for: a point, a use, a name. */
final class MemberReader {
    private static final List<String> LINE = List.of("scale", "offset", "round");
    private static final List<String> OF_POINT =
            List.of("scale", "offset", "round", "values", "absent", "status");
    private static final List<String> KEYS =
            Stream.of(
                            Stream.of("point", "use", "name", "type", "platform"),
                            OF_POINT.stream(),
                            TimeReader.KEYS.stream())
                    .flatMap(keys -> keys)
                    .toList();
    private static final List<String> USES =
            Stream.concat(Stream.of("sequence", "packet"), TimeReader.USES.stream()).toList();
    private static final Map<String, Form> FORMS =
            Map.of("number", Form.PLAIN, "decimal", Form.DECIMAL, "hex", Form.HEX);

    private final Scope scope;
    private final UseReader uses;

    MemberReader(Scope scope) {
        this.scope = scope;
        this.uses = new UseReader(scope, new FieldReader.Row());
    }

    Optional<Member> read(MemberPath path, YamlValue value) {
        path.register().ifPresent(scope::declareNumber);
        if (!value.isMap()) {
            return target(value)
                    .map(target -> ofPoint(target.ref(), plain(target.point())))
                    .map(point -> new Member(path, Form.PLAIN, List.of(point)));
        }
        Optional<YamlMap> map = value.map("a member", KEYS);
        if (map.isEmpty()) {
            return Optional.empty();
        }
        if (map.get().has("point") == map.get().has("use")
                && (map.get().has("point") || !map.get().has("name"))) {
            map.get()
                    .needOneOf(
                            map.get().has("point")
                                    ? List.of("point", "use")
                                    : List.of("point", "use", "name"));
            return Optional.empty();
        }
        Form form =
                map.get()
                        .find("type")
                        .flatMap(v -> v.word("a type", FORMS.keySet().stream().sorted().toList()))
                        .map(FORMS::get)
                        .orElse(Form.PLAIN);
        List<Purpose> purposes = new ArrayList<>();
        map.get().find("name").ifPresent(v -> purposes.addAll(kept(v, map.get())));
        if (map.get().has("use")) {
            use(map.get()).ifPresent(purposes::add);
        } else if (map.get().has("point")) {
            point(map.get()).ifPresent(purposes::add);
        }
        if (!map.get().has("point")) {
            reportForeign(map.get(), OF_POINT, "goes with a point, and this has none");
        }
        return purposes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Member(path, form, purposes));
    }

    /** A point as the member of its own name. */
    static Member ownName(Point point) {
        return new Member(
                new MemberPath(List.of(new MemberPath.Segment.Name(point.name().value()))),
                Form.PLAIN,
                List.of(ofPoint(new PointRef.One(point.name()), plain(point))));
    }

    private static void reportForeign(YamlMap map, List<String> keys, String rule) {
        for (String key : keys) {
            if (map.has(key)) {
                map.requireKey(key).report(YamlIssue.EXCLUSIVE_KEYS, key + " " + rule, "remove it");
            }
        }
    }

    /** A number is kept if the member says that it is one by its type or point; else a text. */
    private List<Purpose> kept(YamlValue value, YamlMap map) {
        boolean text = !map.has("type") && !map.has("use") && !isOfQuantity(map);
        return scope.declare(value, text)
                .<List<Purpose>>map(name -> List.of(new Purpose.Keep(name, text)))
                .orElseGet(List::of);
    }

    private Optional<UseReader.Target> target(YamlValue value) {
        Optional<UseReader.Target> target = uses.target(value);
        target.ifPresent(known -> reportComputed(value, known.point()));
        return target;
    }

    static void reportComputed(YamlValue value, Point point) {
        if (point.computed()) {
            value.report(
                    ProfileIssue.READ_TWICE,
                    "the point \"" + point.name() + "\" is computed",
                    "read another point, or remove its compute");
        }
    }

    private boolean isOfQuantity(YamlMap map) {
        return map.find("point").isPresent()
                && scope.points().values().stream()
                        .filter(point -> point.type() instanceof Point.Type.Quantity)
                        .anyMatch(point -> map.find("point").get().isWord(point.name().value()));
    }

    private Optional<Purpose> use(YamlMap map) {
        Optional<String> use = map.find("use").flatMap(v -> v.word("use", USES));
        if (use.isEmpty()) {
            return Optional.empty();
        }
        boolean time = TimeReader.USES.contains(use.get());
        if (!time) {
            reportForeign(map, TimeReader.KEYS, "goes with a time");
            reportForeign(map, List.of("platform"), "goes with a time");
            return Optional.of(
                    use.get().equals("sequence") ? new Purpose.Sequence() : new Purpose.Packet());
        }
        boolean platform = map.find("platform").flatMap(v -> v.flag("platform")).orElse(false);
        return TimeReader.read(use.get(), map).map(form -> new Purpose.Time(form, platform));
    }

    private static Purpose ofPoint(PointRef ref, Worth worth) {
        return new Purpose.OfPoint(ref, List.of(), Optional.empty(), worth);
    }

    private static Worth plain(Point point) {
        return switch (point.type()) {
            case Point.Type.Quantity quantity -> new Worth.Line(Conversion.Linear.IDENTITY);
            case Point.Type.Flag flag -> new Worth.Flag();
            case Point.Type.Text text -> new Worth.Text();
        };
    }

    private Optional<Purpose> point(YamlMap map) {
        reportForeign(map, List.of("since", "format", "platform"), "goes with a use");
        Optional<UseReader.Target> target = map.find("point").flatMap(this::target);
        if (target.isEmpty()) {
            return Optional.empty();
        }
        Point point = target.get().point();
        List<Absent> absent = map.find("absent").map(MemberReader::absent).orElseGet(List::of);
        Optional<PointRef> status = map.find("status").flatMap(this::status);
        if (map.has("status") && absent.stream().allMatch(one -> one.word().isEmpty())) {
            map.requireKey("status")
                    .report(
                            YamlIssue.EXCLUSIVE_KEYS,
                            "a status is a word of absent, and absent has no words here",
                            "write absent: { -999: no-signal }");
        }
        return worth(map, point)
                .map(worth -> new Purpose.OfPoint(target.get().ref(), absent, status, worth));
    }

    private Optional<Worth> worth(YamlMap map, Point point) {
        boolean values = map.has("values");
        boolean quantity = point.type() instanceof Point.Type.Quantity;
        for (String key : Stream.concat(LINE.stream(), Stream.of("unit")).toList()) {
            if (map.has(key) && (values || !quantity)) {
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
        }
        if (values) {
            return map.find("values").flatMap(v -> lookup(v, point));
        }
        return switch (point.type()) {
            case Point.Type.Quantity type ->
                    Optional.of(
                            new Worth.Line(new ConversionReader(uses, map, point).line(map, type)));
            case Point.Type.Flag type -> Optional.of(new Worth.Flag());
            case Point.Type.Text type -> Optional.of(new Worth.Text());
        };
    }

    private static Optional<Worth> lookup(YamlValue value, Point point) {
        Optional<YamlMap> map = value.openMap("values");
        if (map.isEmpty()) {
            return Optional.empty();
        }
        List<Entry> entries = new ArrayList<>();
        List<Range> taken = new ArrayList<>();
        Optional<PointValue> otherwise = Optional.empty();
        for (YamlMap.Entry entry : map.get().entries().values()) {
            Optional<PointValue> read = PointReader.valueOf(entry.value(), point);
            if (entry.key().isWord("default")) {
                otherwise = read;
            } else {
                MatchReader.read(entry.key(), taken, "value for")
                        .ifPresent(match -> read.ifPresent(v -> entries.add(new Entry(match, v))));
            }
        }
        return Optional.of(new Worth.Lookup(entries, otherwise));
    }

    private static List<Absent> absent(YamlValue value) {
        List<Absent> absent = new ArrayList<>();
        List<Range> taken = new ArrayList<>();
        if (value.isMap()) {
            for (YamlMap.Entry entry : value.openMap("absent").orElseThrow().entries().values()) {
                MatchReader.read(entry.key(), taken, "word for")
                        .ifPresent(
                                match ->
                                        entry.value()
                                                .text("a status", 64)
                                                .ifPresent(
                                                        word ->
                                                                absent.add(
                                                                        new Absent(match, word))));
            }
        } else {
            for (YamlValue item : value.list("absent").orElseGet(List::of)) {
                MatchReader.read(item, taken, "value")
                        .ifPresent(match -> absent.add(new Absent(match, "")));
            }
        }
        return absent;
    }

    private Optional<PointRef> status(YamlValue value) {
        Optional<UseReader.Target> target = uses.target(value);
        if (target.isPresent() && !(target.get().point().type() instanceof Point.Type.Text)) {
            value.report(
                    ProfileIssue.WRONG_FOR_TYPE,
                    "this point is a text, and \""
                            + target.get().point().name()
                            + "\" is a "
                            + target.get().point().type().word(),
                    "name another point");
            return Optional.empty();
        }
        return target.map(UseReader.Target::ref);
    }
}
