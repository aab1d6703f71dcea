// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import org.lamplighter.profile.layout.BinaryLayout;
import org.lamplighter.profile.layout.BinaryLayout.Choice;
import org.lamplighter.profile.layout.FixedLayout;
import org.lamplighter.profile.layout.Layout;
import org.lamplighter.reading.Payload;
import org.lamplighter.reading.PointName;
import org.lamplighter.yaml.Suggestions;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the layout {@code binary}: the choice between layouts; their fields are read elsewhere. */
final class BinaryLayoutReader {
    /** The name of the layout of a profile that has but one. */
    static final String ONLY = "frame";

    private static final int MAX_LAYOUTS = 64;

    private final SortedMap<PointName, Point> points;
    private final SortedMap<String, FixedLayout> layouts = new TreeMap<>();
    private final Set<PointName> read = new TreeSet<>();

    private BinaryLayoutReader(SortedMap<PointName, Point> points) {
        this.points = points;
    }

    static Optional<Layout> read(YamlValue value, SortedMap<PointName, Point> points) {
        Optional<YamlMap> map =
                value.map(
                        "a binary layout", List.of("order", "fields", "rest", "choose", "layouts"));
        return map.flatMap(new BinaryLayoutReader(points)::read);
    }

    private Optional<Layout> read(YamlMap map) {
        int before = map.issues().count();
        boolean little = FieldReader.isLittle(map, false);
        Optional<String> form = map.needOneOf(List.of("fields", "layouts"));
        Optional<Choice> choice = Optional.empty();
        if (form.isPresent() && form.get().equals("fields")) {
            addLayout(ONLY, map, little);
            choice = Optional.of(new Choice.Only(ONLY));
            if (map.has("choose")) {
                map.requireKey("choose")
                        .report(
                                org.lamplighter.yaml.YamlIssue.EXCLUSIVE_KEYS,
                                "a binary layout with fields is one layout, and there is nothing"
                                        + " to choose",
                                "name several layouts under layouts, or remove choose");
            }
        } else if (form.isPresent()) {
            map.find("layouts")
                    .flatMap(v -> v.openMap("layouts"))
                    .ifPresent(named -> readLayouts(named, little));
            choice = map.need("choose", "{ byte: 0, cases: { 1: data } }").flatMap(this::choice);
        }
        if (map.issues().count() == before) {
            reportUnread(map.asValue(), points, read);
        }
        return choice.map(known -> new BinaryLayout(known, layouts));
    }

    private void readLayouts(YamlMap named, boolean little) {
        if (named.entries().isEmpty() || named.entries().size() > MAX_LAYOUTS) {
            named.asValue()
                    .report(
                            ProfileIssue.NOTHING_THERE,
                            "there are 1 to "
                                    + MAX_LAYOUTS
                                    + " layouts, not "
                                    + named.entries().size(),
                            "name each layout once");
        }
        named.entries()
                .forEach(
                        (name, entry) ->
                                entry.value()
                                        .map("a layout", List.of("order", "fields", "rest"))
                                        .ifPresent(
                                                one ->
                                                        addLayout(
                                                                name,
                                                                one,
                                                                FieldReader.isLittle(
                                                                        one, little))));
    }

    private void addLayout(String name, YamlMap map, boolean little) {
        boolean restIgnored =
                map.find("rest")
                        .flatMap(v -> v.word("rest", List.of("ignored", "none")))
                        .map("ignored"::equals)
                        .orElse(false);
        FieldReader reader = new FieldReader(points, little);
        List<YamlValue> items =
                map.need("fields", "[ { type: u8, point: … } ]")
                        .flatMap(v -> v.list("fields"))
                        .orElseGet(List::of);
        FixedLayout layout = new FixedLayout(reader.readAll(items), restIgnored);
        if (items.isEmpty() && map.has("fields")) {
            map.requireKey("fields")
                    .report(
                            ProfileIssue.NOTHING_THERE,
                            "a layout has at least one field",
                            "add one");
        }
        if (layout.length() > Payload.MAX_LENGTH) {
            map.asValue()
                    .report(
                            ProfileIssue.BEYOND_WIDTH,
                            "a frame has at most "
                                    + Payload.MAX_LENGTH
                                    + " bytes, not "
                                    + layout.length(),
                            "shorten the layout");
        }
        read.addAll(reader.pointsRead());
        layouts.put(name, layout);
    }

    private Optional<Choice> choice(YamlValue value) {
        Optional<YamlMap> map = value.map("choose", List.of("byte", "channel", "cases"));
        Optional<String> by = map.flatMap(m -> m.needOneOf(List.of("byte", "channel")));
        Optional<YamlMap> cases =
                map.flatMap(m -> m.need("cases", "{ 1: data }")).flatMap(v -> v.openMap("cases"));
        if (map.isEmpty() || by.isEmpty() || cases.isEmpty()) {
            return Optional.empty();
        }
        int before = cases.get().issues().count();
        Set<String> used = new TreeSet<>();
        SortedMap<Integer, String> byByte = new TreeMap<>();
        SortedMap<String, String> byChannel = new TreeMap<>();
        cases.get()
                .entries()
                .forEach(
                        (key, entry) -> {
                            Optional<String> layout = layoutOf(entry.value());
                            layout.ifPresent(used::add);
                            if (by.get().equals("byte")) {
                                entry.key()
                                        .integer("a case", 0, 255)
                                        .ifPresent(
                                                n ->
                                                        putCase(
                                                                entry.key(),
                                                                n.intValue(),
                                                                layout.orElse(""),
                                                                byByte));
                            } else {
                                byChannel.put(key, layout.orElse(""));
                            }
                        });
        if (cases.get().issues().count() == before) {
            reportUnused(cases.get().asValue(), used);
        }
        if (by.get().equals("channel")) {
            map.get().find("channel").ifPresent(v -> v.word("choose by channel", List.of("true")));
            return Optional.of(new Choice.ByChannel(byChannel));
        }
        return map.get()
                .find("byte")
                .flatMap(v -> v.integer("byte", 0, Payload.MAX_LENGTH - 1))
                .map(at -> new Choice.ByByte(at.intValue(), byByte));
    }

    private static void putCase(
            YamlValue key, int number, String layout, Map<Integer, String> cases) {
        if (cases.putIfAbsent(number, layout) != null) {
            key.report(
                    ProfileIssue.READ_TWICE,
                    "there is already a case " + number,
                    "keep one of them");
        }
    }

    private Optional<String> layoutOf(YamlValue value) {
        Optional<String> name = value.text("a layout's name", 200);
        if (name.isPresent() && !layouts.containsKey(name.get())) {
            value.report(
                    ProfileIssue.UNKNOWN_LAYOUT,
                    "there is no layout \"" + name.get() + "\"",
                    Suggestions.hint(name.get(), layouts.keySet()));
            return Optional.empty();
        }
        return name;
    }

    private void reportUnused(YamlValue cases, Set<String> used) {
        List<String> unused = new ArrayList<>(layouts.keySet());
        unused.removeAll(used);
        if (!unused.isEmpty()) {
            cases.report(
                    ProfileIssue.UNUSED_LAYOUT,
                    "no case leads to the layout " + Suggestions.list(unused),
                    "add a case or remove the layout");
        }
    }

    /** Reports points that nothing reads. */
    static void reportUnread(
            YamlValue value, SortedMap<PointName, Point> points, Set<PointName> read) {
        List<String> unread =
                points.keySet().stream()
                        .filter(name -> !read.contains(name))
                        .map(PointName::value)
                        .toList();
        if (!unread.isEmpty()) {
            value.report(
                    ProfileIssue.UNREAD_POINT,
                    "nothing here reads the point " + Suggestions.list(unread),
                    "read it or remove it from points");
        }
    }
}
