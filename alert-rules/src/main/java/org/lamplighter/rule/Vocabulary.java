// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import org.lamplighter.profile.DeviceProfile;
import org.lamplighter.profile.Point;
import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.reading.PointName;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The points that devices of a kind have, whatever their model: those of the profiles that come
 * with the program, the generic ones first. A pack may add to it for the profiles it is written
 * for.
 */
final class Vocabulary {
    private static final Map<String, SortedMap<PointName, Point>> SHIPPED = shipped();

    private final Map<String, SortedMap<PointName, Point>> byKind = new HashMap<>();

    Vocabulary() {
        SHIPPED.forEach((kind, points) -> byKind.put(kind, new TreeMap<>(points)));
    }

    void add(String kind, Point point) {
        byKind.computeIfAbsent(kind, unknown -> new TreeMap<>()).put(point.name(), point);
    }

    /** The points that all of {@code kinds} have, with the same type. */
    SortedMap<PointName, Point> common(Set<String> kinds) {
        SortedMap<PointName, Point> common = new TreeMap<>();
        boolean first = true;
        for (String kind : kinds) {
            SortedMap<PointName, Point> points = byKind.getOrDefault(kind, new TreeMap<>());
            if (first) {
                common.putAll(points);
                first = false;
            } else {
                common.values().removeIf(point -> !point.equals(points.get(point.name())));
            }
        }
        return common;
    }

    private static Map<String, SortedMap<PointName, Point>> shipped() {
        Map<String, SortedMap<PointName, Point>> byKind = new HashMap<>();
        List<DeviceProfile> profiles =
                ShippedProfiles.all().stream()
                        .map(ShippedProfiles.Shipped::profile)
                        .sorted(
                                Comparator.comparing(
                                                (DeviceProfile profile) ->
                                                        !profile.id().startsWith("generic-"))
                                        .thenComparing(DeviceProfile::id))
                        .toList();
        for (DeviceProfile profile : profiles) {
            SortedMap<PointName, Point> points =
                    byKind.computeIfAbsent(profile.kind().word(), kind -> new TreeMap<>());
            profile.points().forEach((name, point) -> points.putIfAbsent(name, point));
        }
        return byKind;
    }
}
