// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.coverage;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the fields of a file of vectors are in a shipped profile: {@code <stem>.coverage.yaml}.
 *
 * @param profile the profile; empty if there is none
 * @param code why there is none and there must be code, or empty
 * @param of what goes for every frame
 * @param frames what goes for one, by its key
 */
record Mapping(String profile, String code, Rules of, Map<String, Rules> frames) {
    private static final Set<String> KEYS = Set.of("profile", "code", "fields", "frames");
    private static final Set<String> FRAME_KEYS = Set.of("nothing", "ignore", "fields");
    private static final Set<String> FIELD_KEYS =
            Set.of("point", "time", "ignore", "strip", "scale", "values", "because");

    /**
     * What goes for some frames.
     *
     * @param nothing why it must give a fault, or empty
     * @param ignored why it is not judged, or empty
     */
    record Rules(String nothing, String ignored, List<Field> fields) {
        static final Rules NONE = new Rules("", "", List.of());
    }

    /** What one expected field is. */
    record Field(Path path, Meaning meaning) {}

    /** The dotted path of a field; {@code *} is any index. */
    record Path(String text, List<String> steps) {
        static Path of(String text) {
            return new Path(text, List.of(text.split("\\.", -1)));
        }

        /** The indexes that stand for the stars; null if the path is another. */
        @Nullable List<Integer> match(String path) {
            List<String> found = List.of(path.split("\\.", -1));
            if (found.size() != steps.size()) {
                return null;
            }
            List<Integer> indexes = new ArrayList<>();
            for (int i = 0; i < steps.size(); i++) {
                String step = steps.get(i);
                String name = found.get(i);
                if (step.equals("*") && name.matches("\\d+")) {
                    indexes.add(Integer.valueOf(name));
                } else if (!step.equals(name)) {
                    return null;
                }
            }
            return indexes;
        }
    }

    sealed interface Meaning {
        /** Nothing of ours, and why. */
        record Ignored(String reason) implements Meaning {}

        /** The event time of a reading. */
        record Time() implements Meaning {}

        /** What a field says of one point or of several. */
        record OfPoints(List<OfPoint> points) implements Meaning {}
    }

    /**
     * A point.
     *
     * @param name may have {@code {n}} and {@code {i}} in it, the index from 1 and from 0
     * @param strip what stands before or after a number
     * @param values what is expected, and what that is here; another number only with a reason
     * @param because why what is expected is not what the bytes say, or empty
     */
    record OfPoint(
            String name,
            String strip,
            BigDecimal scale,
            Map<String, String> values,
            String because) {
        /** What stands here for what is expected, or empty. */
        Optional<String> rewritten(String expected) {
            return because.isEmpty() ? Optional.empty() : Optional.ofNullable(values.get(expected));
        }
    }

    /** The mapping of a file of vectors. */
    static Optional<Mapping> find(String stem) throws IOException {
        String name = stem + ".coverage.yaml";
        try (InputStream in = Mapping.class.getResourceAsStream(name)) {
            if (in == null) {
                return Optional.empty();
            }
            return Optional.of(parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }

    static Mapping parse(String name, String yaml) {
        Map<?, ?> map =
                known(
                        name,
                        new Load(LoadSettings.builder().setLabel(name).build())
                                .loadFromString(yaml),
                        KEYS);
        Map<String, Rules> frames = new TreeMap<>();
        mapOf(name + " frames", map.get("frames"))
                .forEach(
                        (key, value) ->
                                frames.put(
                                        text(key).replace(" ", ""),
                                        rules(
                                                name + " " + key,
                                                known(name + " " + key, value, FRAME_KEYS))));
        Mapping mapping =
                new Mapping(
                        text(map.get("profile")), text(map.get("code")), rules(name, map), frames);
        if (mapping.profile().isEmpty() == mapping.code().isEmpty()) {
            throw new IllegalArgumentException(
                    name + " names a profile, or says why it needs code");
        }
        return mapping;
    }

    private static Rules rules(String where, Map<?, ?> map) {
        List<Field> fields = new ArrayList<>();
        mapOf(where + " fields", map.get("fields"))
                .forEach(
                        (path, rule) ->
                                fields.add(
                                        new Field(
                                                Path.of(text(path)),
                                                meaning(where + " " + path, rule))));
        // a path without a star goes before one with it
        fields.sort(Comparator.comparing(field -> field.path().text().contains("*")));
        return new Rules(text(map.get("nothing")), text(map.get("ignore")), fields);
    }

    private static Meaning meaning(String where, Object rule) {
        if (rule instanceof List<?> several) {
            return new Meaning.OfPoints(
                    several.stream()
                            .map(one -> point(where, known(where, one, FIELD_KEYS)))
                            .toList());
        }
        Map<?, ?> map = known(where, rule, FIELD_KEYS);
        long forms = Set.of("point", "time", "ignore").stream().filter(map::containsKey).count();
        if (forms != 1) {
            throw new IllegalArgumentException(where + " has one of point, time and ignore");
        }
        if (map.containsKey("ignore")) {
            return new Meaning.Ignored(reason(where, map.get("ignore")));
        }
        if (map.containsKey("time")) {
            return new Meaning.Time();
        }
        return new Meaning.OfPoints(List.of(point(where, map)));
    }

    private static OfPoint point(String where, Map<?, ?> map) {
        Map<String, String> values = new HashMap<>();
        mapOf(where + " values", map.get("values"))
                .forEach((from, to) -> values.put(text(from), text(to)));
        boolean rewrites = values.entrySet().stream().anyMatch(Mapping::isAnotherNumber);
        Object scale = map.get("scale");
        return new OfPoint(
                text(map.get("point")),
                text(map.get("strip")),
                scale == null ? BigDecimal.ONE : new BigDecimal(scale.toString()),
                values,
                rewrites || map.containsKey("because") ? reason(where, map.get("because")) : "");
    }

    private static boolean isAnotherNumber(Map.Entry<String, String> value) {
        String number = "-?\\d+(\\.\\d+)?";
        return value.getKey().matches(number)
                && value.getValue().matches(number)
                && new BigDecimal(value.getKey()).compareTo(new BigDecimal(value.getValue())) != 0;
    }

    private static String reason(String where, @Nullable Object value) {
        String reason = text(value);
        if (reason.length() < 8) {
            throw new IllegalArgumentException(where + " says why");
        }
        return reason;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static Map<?, ?> mapOf(String where, @Nullable Object value) {
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException(where + " is a mapping, not " + value);
    }

    private static Map<?, ?> known(String where, @Nullable Object value, Set<String> keys) {
        Map<?, ?> map = mapOf(where, value);
        for (Object key : map.keySet()) {
            if (!keys.contains(text(key))) {
                throw new IllegalArgumentException(
                        where + " has the key " + key + ", not of " + keys);
            }
        }
        return map;
    }
}
