// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.json;

import org.lamplighter.profile.Point;
import org.lamplighter.profile.PointReader;
import org.lamplighter.profile.ProfileIssue;
import org.lamplighter.profile.binary.Scope;
import org.lamplighter.profile.layout.DocumentLayout;
import org.lamplighter.profile.layout.DocumentLayout.Section;
import org.lamplighter.profile.layout.JsonLayout;
import org.lamplighter.profile.layout.JsonLayout.Member;
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
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads the layout {@code json}: one flat object if it says no more than that, which is decoded
 * without a tree, or a document.
 */
public final class JsonLayoutReader {
    private static final int MAX_MEMBER_LENGTH = 256;
    private static final int MAX_LAYOUTS = 64;
    private static final List<String> KEYS =
            Stream.concat(SectionReader.KEYS.stream(), Stream.of("layouts")).toList();
    private static final List<String> OF_DOCUMENTS = List.of("is", "choose", "each", "layouts");

    private final SortedMap<PointName, Point> points;

    private JsonLayoutReader(SortedMap<PointName, Point> points) {
        this.points = points;
    }

    /**
     * Reads it, or reports what is wrong with it.
     *
     * @param elsewhere points that something else reads
     */
    public static Optional<Layout> read(
            YamlValue value, SortedMap<PointName, Point> points, Set<PointName> elsewhere) {
        Optional<YamlMap> map = value.map("a json layout", KEYS);
        JsonLayoutReader reader = new JsonLayoutReader(points);
        return map.map(m -> isFlat(m) ? reader.flat(m, elsewhere) : reader.document(m, elsewhere));
    }

    private static boolean isFlat(YamlMap map) {
        boolean plain =
                Stream.of("sequence", "time")
                        .map(map::find)
                        .flatMap(Optional::stream)
                        .noneMatch(v -> v.isMap() || v.looksLike("(?s)\\$.*"));
        Optional<YamlValue> members = map.find("members");
        return plain
                && OF_DOCUMENTS.stream().noneMatch(map::has)
                && (members.isEmpty() || !members.get().isMap() || isFlat(members.get()));
    }

    private static boolean isFlat(YamlValue members) {
        return members.keys().stream().noneMatch(PathReader::isPath)
                && members.singleValues().size() == members.keys().size()
                && members.singleValues().stream().noneMatch(text -> text.contains("{"));
    }

    private Layout flat(YamlMap map, Set<PointName> elsewhere) {
        SortedMap<String, Member> members = new TreeMap<>();
        Optional<YamlValue> named = map.find("members");
        if (named.isPresent()) {
            readMembers(named.get(), members, elsewhere);
        } else {
            points.values().stream()
                    .filter(point -> !point.computed())
                    .map(Point::name)
                    .forEach(name -> members.put(name.value(), new Member.OfPoint(name)));
        }
        map.find("sequence").ifPresent(v -> put(v, new Member.Sequence(), members));
        map.find("time").ifPresent(v -> put(v, new Member.Time(), members));
        return new JsonLayout(members);
    }

    private void readMembers(
            YamlValue value, Map<String, Member> members, Set<PointName> elsewhere) {
        Optional<YamlMap> map = value.openMap("members");
        if (map.isEmpty()) {
            return;
        }
        int before = map.get().issues().count();
        Set<PointName> read = new TreeSet<>(elsewhere);
        map.get()
                .entries()
                .forEach(
                        (name, entry) -> {
                            Optional<Point> point = PointReader.pointOf(entry.value(), points);
                            if (point.isEmpty()) {
                                return;
                            }
                            MemberReader.reportComputed(entry.value(), point.get());
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

    private Layout document(YamlMap map, Set<PointName> elsewhere) {
        int before = map.issues().count();
        Scope scope = new Scope(points, Set.of());
        SectionReader sections = new SectionReader(scope);
        map.find("layouts")
                .flatMap(v -> v.openMap("layouts"))
                .ifPresent(
                        named -> {
                            reportCount(named);
                            sections.layouts(named);
                        });
        Section root = sections.read(map);
        if (Stream.of("members", "choose", "each").noneMatch(map::has)) {
            root = withAllPoints(root, scope);
        }
        scope.reportUnknownNames();
        if (!sections.unused().isEmpty() && map.issues().count() == before) {
            map.requireKey("layouts")
                    .report(
                            ProfileIssue.UNUSED_LAYOUT,
                            "nothing leads to the layout "
                                    + Suggestions.list(List.copyOf(sections.unused())),
                            "name it in a case or in each, or remove it");
        }
        if (map.issues().count() == before) {
            Set<PointName> read = new TreeSet<>(scope.pointsRead());
            read.addAll(elsewhere);
            PointReader.reportUnread(map.asValue(), points, read);
        }
        return new DocumentLayout(root, scope.numbers(), scope.texts());
    }

    private static void reportCount(YamlMap named) {
        int count = named.entries().size();
        if (count == 0 || count > MAX_LAYOUTS) {
            named.asValue()
                    .report(
                            ProfileIssue.NOTHING_THERE,
                            "there are 1 to " + MAX_LAYOUTS + " layouts, not " + count,
                            "name each layout once");
        }
    }

    /** Each point as the member of its own name. */
    private Section withAllPoints(Section root, Scope scope) {
        List<DocumentLayout.Member> members = new ArrayList<>(root.members());
        for (Point point : points.values().stream().filter(p -> !p.computed()).toList()) {
            scope.pointsRead().add(point.name());
            members.add(MemberReader.ownName(point));
        }
        return new Section(root.constants(), members, root.choice(), root.items());
    }
}
