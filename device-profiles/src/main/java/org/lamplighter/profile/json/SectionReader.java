// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.json;

import org.lamplighter.profile.ProfileIssue;
import org.lamplighter.profile.binary.OwnReadingReader;
import org.lamplighter.profile.binary.Scope;
import org.lamplighter.profile.layout.DocumentLayout.Case;
import org.lamplighter.profile.layout.DocumentLayout.Choice;
import org.lamplighter.profile.layout.DocumentLayout.Constant;
import org.lamplighter.profile.layout.DocumentLayout.Each;
import org.lamplighter.profile.layout.DocumentLayout.Form;
import org.lamplighter.profile.layout.DocumentLayout.Match;
import org.lamplighter.profile.layout.DocumentLayout.Member;
import org.lamplighter.profile.layout.DocumentLayout.Purpose;
import org.lamplighter.profile.layout.DocumentLayout.Section;
import org.lamplighter.profile.layout.DocumentLayout.TimeForm;
import org.lamplighter.profile.layout.MemberPath;
import org.lamplighter.profile.layout.OwnReading;
import org.lamplighter.profile.layout.PointRef;
import org.lamplighter.profile.layout.Range;
import org.lamplighter.reading.PointName;
import org.lamplighter.yaml.Suggestions;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads sections: what is read of one object, array or value. */
final class SectionReader {
    /** The keys of a section. */
    static final List<String> KEYS = List.of("is", "sequence", "time", "members", "choose", "each");

    private static final List<String> EACH =
            Stream.concat(
                            Stream.of("in", "key", "index", "own", "history", "child", "layout"),
                            KEYS.stream())
                    .toList();
    private static final List<String> TIME =
            Stream.concat(Stream.of("member", "use"), TimeReader.KEYS.stream()).toList();
    private static final int MAX_DEPTH = 16;

    private final Scope scope;
    private final MemberReader members;
    private final OwnReadingReader owns;
    private final Map<String, YamlValue> layouts = new HashMap<>();
    private final Map<String, Section> read = new HashMap<>();
    private final Set<String> open = new LinkedHashSet<>();
    private int depth;

    SectionReader(Scope scope) {
        this.scope = scope;
        this.members = new MemberReader(scope);
        this.owns = new OwnReadingReader(scope);
    }

    /** Declares the layouts that sections may name. */
    void layouts(YamlMap named) {
        named.entries().forEach((name, entry) -> layouts.put(name, entry.value()));
    }

    /** The layouts that nothing leads to. */
    Set<String> unused() {
        Set<String> unused = new TreeSet<>(layouts.keySet());
        unused.removeAll(read.keySet());
        return unused;
    }

    /** Reads the keys of a section out of a mapping that may have others. */
    Section read(YamlMap map) {
        return read(map, map.find("time"));
    }

    /** Reads the keys of a section out of the mapping of an envelope, whose time is another's. */
    Section readEnvelope(YamlMap map) {
        return read(map, Optional.empty());
    }

    private Section read(YamlMap map, Optional<YamlValue> time) {
        if (depth == MAX_DEPTH) {
            map.asValue()
                    .report(
                            ProfileIssue.NESTED_TOO_DEEP,
                            "sections stand within sections at most " + MAX_DEPTH + " deep",
                            "read deeper members by their paths");
            return Section.EMPTY;
        }
        depth++;
        Row row = new Row();
        map.find("sequence").ifPresent(v -> row.add(v, path(v), new Purpose.Sequence()));
        time.ifPresent(v -> time(v, row));
        map.find("members")
                .flatMap(v -> v.openMap("members"))
                .ifPresent(all -> all.entries().values().forEach(entry -> member(entry, row)));
        Section section =
                new Section(
                        map.find("is").map(this::constants).orElseGet(List::of),
                        row.members,
                        map.find("choose").flatMap(this::choice),
                        map.find("each").map(this::items).orElseGet(List::of));
        depth--;
        return section;
    }

    /** What one section reads for certain, so that nothing is read twice. */
    private static final class Row {
        final List<Member> members = new ArrayList<>();
        private final Set<MemberPath> paths = new HashSet<>();
        private final Set<PointName> points = new HashSet<>();

        void add(YamlValue at, Optional<MemberPath> path, Purpose purpose) {
            path.ifPresent(known -> add(at, new Member(known, Form.PLAIN, List.of(purpose))));
        }

        void add(YamlValue at, Member member) {
            if (!paths.add(member.path())) {
                at.report(
                        ProfileIssue.READ_TWICE,
                        "the member \"" + member.path() + "\" already means something else",
                        "give each thing a member of its own");
                return;
            }
            members.add(member);
        }

        void point(YamlValue at, Member member) {
            for (Purpose purpose : member.purposes()) {
                if (purpose instanceof Purpose.OfPoint of) {
                    once(at, of.point());
                    of.status().ifPresent(status -> once(at, status));
                }
            }
        }

        private void once(YamlValue at, PointRef point) {
            if (point instanceof PointRef.One(PointName name) && !points.add(name)) {
                at.report(
                        ProfileIssue.READ_TWICE,
                        "two members are the point \"" + name + "\"",
                        "keep one of them");
            }
        }
    }

    private Optional<MemberPath> path(YamlValue value) {
        Optional<MemberPath> path = PathReader.read(value);
        path.flatMap(MemberPath::register).ifPresent(scope::declareNumber);
        return path;
    }

    private void member(YamlMap.Entry entry, Row row) {
        path(entry.key())
                .flatMap(path -> members.read(path, entry.value()))
                .ifPresent(
                        member -> {
                            row.add(entry.key(), member);
                            row.point(entry.value(), member);
                        });
    }

    private void time(YamlValue value, Row row) {
        time(value, false).ifPresent(member -> row.add(value, member));
    }

    /** A time by its member alone, or with how it is written. */
    Optional<Member> time(YamlValue value, boolean platform) {
        if (!value.isMap()) {
            return path(value)
                    .map(
                            path ->
                                    member(
                                            path,
                                            new Purpose.Time(
                                                    new TimeForm.IsoOrMillis(), platform)));
        }
        Optional<YamlMap> map = value.map("time", TIME);
        Optional<MemberPath> path = map.flatMap(m -> m.need("member", "time")).flatMap(this::path);
        return map.flatMap(m -> m.need("use", "unix-seconds"))
                .flatMap(v -> v.word("use", TimeReader.USES))
                .flatMap(use -> TimeReader.read(use, map.orElseThrow()))
                .flatMap(form -> path.map(p -> member(p, new Purpose.Time(form, platform))));
    }

    private static Member member(MemberPath path, Purpose purpose) {
        return new Member(path, Form.PLAIN, List.of(purpose));
    }

    private List<Constant> constants(YamlValue value) {
        List<Constant> constants = new ArrayList<>();
        for (YamlMap.Entry entry :
                value.openMap("is").map(YamlMap::entries).orElseGet(Map::of).values()) {
            List<YamlValue> values =
                    entry.value().isList()
                            ? entry.value().list("values").orElseGet(List::of)
                            : List.of(entry.value());
            List<Range> taken = new ArrayList<>();
            List<Match> among =
                    values.stream()
                            .map(v -> MatchReader.read(v, taken, "value"))
                            .flatMap(Optional::stream)
                            .toList();
            PathReader.readOne(entry.key())
                    .ifPresent(path -> constants.add(new Constant(path, among)));
        }
        return constants;
    }

    private Optional<Choice> choice(YamlValue value) {
        Optional<YamlMap> map = value.map("choose", List.of("member", "cases", "default"));
        Optional<MemberPath> by =
                map.flatMap(m -> m.need("member", "type")).flatMap(PathReader::readOne);
        Optional<YamlMap> cases =
                map.flatMap(m -> m.need("cases", "{ report: data }"))
                        .flatMap(v -> v.openMap("cases"));
        if (map.isEmpty() || by.isEmpty() || cases.isEmpty()) {
            return Optional.empty();
        }
        if (cases.get().entries().isEmpty()) {
            cases.get()
                    .asValue()
                    .report(
                            ProfileIssue.NOTHING_THERE,
                            "a choice has at least one case",
                            "write a value and the name of a layout or a section");
        }
        List<Case> list = new ArrayList<>();
        List<Range> taken = new ArrayList<>();
        for (YamlMap.Entry entry : cases.get().entries().values()) {
            Section section = target(entry.value());
            MatchReader.read(entry.key(), taken, "case")
                    .ifPresent(match -> list.add(new Case(match, section)));
        }
        Optional<Section> otherwise =
                map.get()
                        .find("default")
                        .filter(v -> !v.isWord("fault"))
                        .map(v -> v.isWord("nothing") ? Section.EMPTY : target(v));
        return Optional.of(new Choice(by.get(), list, otherwise));
    }

    private List<Each> items(YamlValue value) {
        List<YamlValue> all =
                value.isList() ? value.list("each").orElseGet(List::of) : List.of(value);
        return all.stream()
                .map(item -> item.map("each", EACH).flatMap(this::each))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Each> each(YamlMap map) {
        Optional<MemberPath> in = map.need("in", "$.records").flatMap(this::path);
        Optional<String> key = map.find("key").flatMap(v -> scope.declare(v, true));
        String index = map.find("index").flatMap(v -> scope.declare(v, false)).orElse("index");
        scope.declareNumber(index);
        boolean own = map.find("own").flatMap(v -> v.flag("own")).orElse(true);
        for (String other : List.of("history", "child")) {
            if (!own && map.has(other)) {
                map.requireKey(other)
                        .report(
                                YamlIssue.EXCLUSIVE_KEYS,
                                other + " is of a reading of its own, and own is false",
                                "remove one of the two");
            }
        }
        Optional<YamlValue> time = map.find("time");
        boolean reckoned =
                time.isPresent() && (time.get().hasKey("before") || time.get().hasKey("after"));
        Optional<OwnReading> reading = own ? Optional.of(own(map, reckoned)) : Optional.empty();
        Section section =
                map.has("layout") ? named(map) : read(map, reckoned ? Optional.empty() : time);
        boolean told =
                section.members().stream()
                        .flatMap(member -> member.purposes().stream())
                        .anyMatch(use -> use instanceof Purpose.Time of && !of.platform());
        if (reckoned && told) {
            map.requireKey("time")
                    .report(
                            ProfileIssue.READ_TWICE,
                            "the time of this reading is reckoned, and its members tell one too",
                            "remove time, or read the other under a name");
        }
        return in.map(path -> new Each(path, key, index, reading, section));
    }

    private OwnReading own(YamlMap map, boolean reckoned) {
        return new OwnReading(
                map.find("history").flatMap(v -> v.flag("history")).orElse(false),
                map.find("child").map(owns::child).orElseGet(List::of),
                reckoned ? map.find("time").flatMap(owns::time) : Optional.empty());
    }

    private Section named(YamlMap map) {
        for (String key : KEYS) {
            if (map.has(key) && !key.equals("time")) {
                map.requireKey(key)
                        .report(
                                YamlIssue.EXCLUSIVE_KEYS,
                                "each has a layout or " + key + ", and this has both",
                                "keep one of them");
            }
        }
        return map.find("layout").map(this::target).orElse(Section.EMPTY);
    }

    /** A section, or the name of one. */
    private Section target(YamlValue value) {
        if (value.isMap()) {
            return value.map("a section", KEYS).map(this::read).orElse(Section.EMPTY);
        }
        String name = value.text("a layout's name", 200).orElse("");
        Section known = read.get(name);
        YamlValue content = layouts.get(name);
        if (known != null || name.isEmpty()) {
            return known == null ? Section.EMPTY : known;
        }
        if (content == null) {
            value.report(
                    ProfileIssue.UNKNOWN_LAYOUT,
                    "there is no layout \"" + name + "\"",
                    Suggestions.hint(name, layouts.keySet()));
            return Section.EMPTY;
        }
        if (!open.add(name)) {
            value.report(
                    ProfileIssue.LAYOUT_CYCLE,
                    "the layout \"" + name + "\" names itself, by " + String.join(", ", open),
                    "a layout cannot stand within itself; take one of the names out");
            return Section.EMPTY;
        }
        Section section = content.map("a layout", KEYS).map(this::read).orElse(Section.EMPTY);
        open.remove(name);
        read.put(name, section);
        return section;
    }
}
