// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import org.lamplighter.profile.layout.JsonLayout;
import org.lamplighter.profile.layout.JsonLayout.Member;
import org.lamplighter.profile.layout.Layout;
import org.lamplighter.reading.PointName;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the layout {@code json}. */
final class JsonLayoutReader {
    private static final int MAX_MEMBER_LENGTH = 256;

    private JsonLayoutReader() {}

    static Optional<Layout> read(YamlValue value, SortedMap<PointName, Point> points) {
        Optional<YamlMap> map = value.map("a json layout", List.of("members", "sequence", "time"));
        if (map.isEmpty()) {
            return Optional.empty();
        }
        SortedMap<String, Member> members = new TreeMap<>();
        Optional<YamlValue> named = map.get().find("members");
        if (named.isPresent()) {
            readMembers(named.get(), points, members);
        } else {
            points.keySet().forEach(name -> members.put(name.value(), new Member.OfPoint(name)));
        }
        map.get().find("sequence").ifPresent(v -> put(v, new Member.Sequence(), members));
        map.get().find("time").ifPresent(v -> put(v, new Member.Time(), members));
        return Optional.of(new JsonLayout(members));
    }

    private static void readMembers(
            YamlValue value, SortedMap<PointName, Point> points, Map<String, Member> members) {
        Optional<YamlMap> map = value.openMap("members");
        if (map.isEmpty()) {
            return;
        }
        int before = map.get().issues().count();
        Set<PointName> read = new TreeSet<>();
        map.get()
                .entries()
                .forEach(
                        (name, entry) -> {
                            Optional<Point> point = PointReader.pointOf(entry.value(), points);
                            if (point.isEmpty()) {
                                return;
                            }
                            if (!read.add(point.get().name())) {
                                entry.value()
                                        .report(
                                                ProfileIssue.READ_TWICE,
                                                "two members are the point \""
                                                        + point.get().name()
                                                        + "\"",
                                                "keep one of them");
                            }
                            put(entry.key(), new Member.OfPoint(point.get().name()), members);
                        });
        if (map.get().issues().count() == before) {
            PointReader.reportUnread(value, points, read);
        }
    }

    private static void put(YamlValue value, Member member, Map<String, Member> members) {
        Optional<String> name = value.text("a member's name", MAX_MEMBER_LENGTH);
        if (name.isPresent() && members.putIfAbsent(name.get(), member) != null) {
            value.report(
                    ProfileIssue.READ_TWICE,
                    "the member \"" + name.get() + "\" already means something else",
                    "give each thing a member of its own");
        }
    }
}
