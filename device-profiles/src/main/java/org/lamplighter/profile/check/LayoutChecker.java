// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.check;

import org.lamplighter.profile.ProfileIssue;
import org.lamplighter.profile.layout.BinaryLayout;
import org.lamplighter.profile.layout.Field;
import org.lamplighter.reading.Payload;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks at a layout as a whole: cycles, nesting, length, and repeats that never end. */
public final class LayoutChecker {
    private final YamlMap map;
    private final BinaryLayout layout;
    private final Places places;
    private final Map<String, Integer> depths = new HashMap<>();
    private final FieldSizes sizes;

    /**
     * A checker of one layout.
     *
     * @param places where its fields are written
     */
    public LayoutChecker(YamlMap map, BinaryLayout layout, Places places) {
        this.map = map;
        this.layout = layout;
        this.places = places;
        this.sizes = new FieldSizes(layout);
    }

    /** Reports what is wrong. */
    public void check() {
        int before = map.issues().count();
        for (String name : layout.layouts().keySet()) {
            reportCycle(name);
        }
        if (map.issues().count() > before) {
            return;
        }
        int depth = depth(layout.fields());
        if (depth > BinaryLayout.MAX_DEPTH) {
            map.asValue()
                    .report(
                            ProfileIssue.NESTED_TOO_DEEP,
                            "fields stand within fields at most "
                                    + BinaryLayout.MAX_DEPTH
                                    + " deep, not "
                                    + depth,
                            "nest less");
            return;
        }
        reportLength(layout.fields(), at("fields"));
        layout.layouts().forEach((name, fields) -> reportLength(fields, at(name)));
        if (map.issues().count() > before) {
            return;
        }
        ReachChecker reach = new ReachChecker(layout, places, sizes);
        OverlapChecker overlap = new OverlapChecker(places, sizes);
        TwiceChecker twice = new TwiceChecker(layout, places);
        reach.check(layout.fields(), at("fields"));
        overlap.check(layout.fields(), at("fields"));
        twice.check(layout.fields(), at("fields"));
        layout.layouts()
                .forEach(
                        (name, fields) -> {
                            reach.check(fields, at(name));
                            overlap.check(fields, at(name));
                            twice.check(fields, at(name));
                        });
    }

    /** Where a layout, or the fields of the whole frame, stand. */
    private YamlValue at(String name) {
        return map.find("layouts")
                .flatMap(v -> v.openMap("layouts"))
                .filter(named -> named.has(name))
                .map(named -> named.requireKey(name))
                .orElseGet(() -> map.has(name) ? map.requireKey(name) : map.asValue());
    }

    private void reportCycle(String start) {
        List<String> path = new ArrayList<>();
        if (leadsTo(start, layout.layouts().getOrDefault(start, List.of()), path)) {
            // told once, at the first of the names
            String first = path.stream().reduce(start, (a, b) -> a.compareTo(b) < 0 ? a : b);
            if (first.equals(start)) {
                at(start)
                        .report(
                                ProfileIssue.LAYOUT_CYCLE,
                                "the layout \""
                                        + start
                                        + "\" names itself, by "
                                        + String.join(", ", path),
                                "use repeat for what comes again");
            }
        }
    }

    private boolean leadsTo(String start, List<Field> fields, List<String> path) {
        for (Field field : fields) {
            if (field instanceof Field.Named(String name)) {
                if (name.equals(start)) {
                    path.add(name);
                    return true;
                }
                if (!path.contains(name)) {
                    path.add(name);
                    if (leadsTo(start, layout.layouts().getOrDefault(name, List.of()), path)) {
                        return true;
                    }
                }
            }
            for (List<Field> inner : field.inner()) {
                if (leadsTo(start, inner, path)) {
                    return true;
                }
            }
        }
        return false;
    }

    private int depth(List<Field> fields) {
        int deepest = 0;
        for (Field field : fields) {
            int depth = 0;
            if (field instanceof Field.Named(String name)) {
                depth = depthOf(name);
            }
            for (List<Field> inner : field.inner()) {
                depth = Math.max(depth, 1 + depth(inner));
            }
            deepest = Math.max(deepest, depth);
        }
        return deepest;
    }

    private int depthOf(String name) {
        Integer known = depths.get(name);
        if (known == null) {
            known = 1 + depth(layout.layouts().getOrDefault(name, List.of()));
            depths.put(name, known);
        }
        return known;
    }

    private void reportLength(List<Field> fields, YamlValue at) {
        long least = sizes.least(fields);
        if (least > Payload.MAX_LENGTH) {
            at.report(
                    ProfileIssue.BEYOND_WIDTH,
                    "a frame has at most " + Payload.MAX_LENGTH + " bytes, not " + least,
                    "shorten the layout");
        }
        reportStanding(fields, at);
    }

    private void reportStanding(List<Field> fields, YamlValue at) {
        for (Field field : fields) {
            YamlValue here = places.findPlace(field).orElse(at);
            if (field instanceof Field.Check check) {
                reportRange(check, here);
            }
            if (field instanceof Field.Repeat repeat
                    && repeat.rounds() instanceof Field.Rounds.UntilEnd
                    && !sizes.mayTake(repeat.fields())) {
                here.report(
                        ProfileIssue.NO_PROGRESS,
                        "a repeat to the end whose rounds take no byte never ends",
                        "read something in it, or repeat by count");
            }
            field.inner().forEach(inner -> reportStanding(inner, here));
        }
    }

    private static void reportRange(Field.Check check, YamlValue at) {
        boolean comparable = check.to() != 0 && check.from() < 0 == check.to() < 0;
        if (comparable && check.to() <= check.from()) {
            at.report(
                    ProfileIssue.NOTHING_THERE,
                    "a checksum is over the bytes from an earlier one to a later one, not from "
                            + check.from()
                            + " to "
                            + check.to(),
                    "write them the other way round, or leave out to, which is the checksum"
                            + " itself");
        }
    }
}
