// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.binary;

import org.lamplighter.profile.ProfileIssue;
import org.lamplighter.profile.layout.Amount;
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
    private final Map<String, Integer> depths = new HashMap<>();
    private final Map<String, Long> lengths = new HashMap<>();

    public LayoutChecker(YamlMap map, BinaryLayout layout) {
        this.map = map;
        this.layout = layout;
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
        long least = least(fields);
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
            if (field instanceof Field.Repeat repeat
                    && repeat.rounds() instanceof Field.Rounds.UntilEnd
                    && !mayTake(repeat.fields())) {
                at.report(
                        ProfileIssue.NO_PROGRESS,
                        "a repeat to the end whose rounds take no byte never ends",
                        "read something in it, or repeat by count");
            }
            field.inner().forEach(inner -> reportStanding(inner, at));
        }
    }

    private boolean mayTake(List<Field> fields) {
        return fields.stream()
                .anyMatch(
                        field ->
                                switch (field) {
                                    case Field.Named(String name) ->
                                            mayTake(layout.layouts().getOrDefault(name, List.of()));
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
                                    case Field.Move move -> true;
                                    case Field.Whole whole -> true;
                                    case Field.Sliced sliced -> true;
                                    case Field.Words words -> true;
                                    case Field.BitStream stream -> true;
                                    case Field.Tagged tagged -> true;
                                    case Field.Part part -> true;
                                    case Field.Check check -> true;
                                });
    }

    /** How many bytes some fields take at least, as far as that is plain to see. */
    private long least(List<Field> fields) {
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
            known = least(layout.layouts().getOrDefault(name, List.of()));
            lengths.put(name, known);
        }
        return known;
    }
}
