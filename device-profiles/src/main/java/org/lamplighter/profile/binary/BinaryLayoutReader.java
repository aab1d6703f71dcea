// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.binary;

import org.lamplighter.profile.Point;
import org.lamplighter.profile.PointReader;
import org.lamplighter.profile.ProfileIssue;
import org.lamplighter.profile.check.LayoutChecker;
import org.lamplighter.profile.layout.BinaryLayout;
import org.lamplighter.profile.layout.Field;
import org.lamplighter.profile.layout.Layout;
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

/** Reads the layout {@code binary}. */
public final class BinaryLayoutReader {
    private static final int MAX_LAYOUTS = 64;

    private final YamlMap map;
    private final Scope scope;
    private final FieldReader fields;
    private final SortedMap<String, List<Field>> layouts = new TreeMap<>();

    private BinaryLayoutReader(
            YamlMap map, SortedMap<PointName, Point> points, Set<PointName> elsewhere) {
        this.map = map;
        Set<String> names =
                map.has("layouts") && map.find("layouts").orElseThrow().isMap()
                        ? map.find("layouts").orElseThrow().keys()
                        : Set.of();
        Map<String, YamlValue> tagSets = new TreeMap<>();
        map.find("tags")
                .flatMap(v -> v.openMap("tags"))
                .ifPresent(
                        sets ->
                                sets.entries()
                                        .forEach((name, set) -> tagSets.put(name, set.value())));
        this.scope = new Scope(points, names, tagSets);
        this.scope.pointsRead().addAll(elsewhere);
        this.fields = new FieldReader(scope);
    }

    /**
     * Reads it, or reports what is wrong with it.
     *
     * @param elsewhere points that something else reads
     */
    public static Optional<Layout> read(
            YamlValue value, SortedMap<PointName, Point> points, Set<PointName> elsewhere) {
        return value.map(
                        "a binary layout",
                        List.of("order", "fields", "rest", "choose", "layouts", "tags"))
                .flatMap(map -> new BinaryLayoutReader(map, points, elsewhere).read());
    }

    private Optional<Layout> read() {
        int before = map.issues().count();
        boolean little = FieldReader.isLittle(map, false);
        List<Field> whole = List.of();
        Optional<String> form =
                map.has("fields") || !map.has("choose")
                        ? map.needOneOf(List.of("fields", "choose"))
                        : Optional.of("choose");
        if (map.has("fields")) {
            whole = content(map, little);
        } else if (form.isPresent()) {
            whole =
                    map.find("choose")
                            .flatMap(v -> new ChoiceReader(scope, fields).read(v, little))
                            .map(this::here)
                            .map(List::of)
                            .orElseGet(List::of);
        }
        map.find("layouts")
                .flatMap(v -> v.openMap("layouts"))
                .ifPresent(named -> readLayouts(named, little));
        scope.reportUnknownNames();
        scope.reportTooManyNames(map.asValue());
        BinaryLayout layout = new BinaryLayout(whole, layouts, scope.numbers(), scope.texts());
        if (map.issues().count() == before) {
            reportUnused();
            new LayoutChecker(map, layout, scope).check();
        }
        if (map.issues().count() == before) {
            PointReader.reportUnread(map.asValue(), scope.points(), scope.pointsRead());
        }
        return form.map(known -> layout);
    }

    private Field here(Field field) {
        scope.place(field, map.asValue());
        return field;
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
                                                        layouts.put(
                                                                name,
                                                                content(
                                                                        one,
                                                                        FieldReader.isLittle(
                                                                                one, little)))));
    }

    /** The fields of a mapping, and whether anything may follow. */
    private List<Field> content(YamlMap one, boolean little) {
        List<Field> read =
                new ArrayList<>(
                        one.need("fields", "[ { type: u8, point: … } ]")
                                .map(v -> fields.read(v, little))
                                .orElseGet(List::of));
        if (FieldReader.isRestIgnored(one)) {
            read.add(new Field.Rest());
        }
        return read;
    }

    private void reportUnused() {
        List<String> unused = new ArrayList<>(layouts.keySet());
        unused.removeAll(scope.layoutsNamed());
        if (!unused.isEmpty()) {
            YamlValue at = map.has("layouts") ? map.requireKey("layouts") : map.asValue();
            at.report(
                    ProfileIssue.UNUSED_LAYOUT,
                    "nothing leads to the layout " + Suggestions.list(unused),
                    "name it in a case or with layout, or remove it");
        }
        if (!scope.unusedTags().isEmpty()) {
            map.requireKey("tags")
                    .report(
                            ProfileIssue.UNUSED_LAYOUT,
                            "no tlv names the tags " + Suggestions.list(scope.unusedTags()),
                            "name them by tags in a tlv, or remove them");
        }
    }
}
