// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.json;

import org.lamplighter.profile.LayoutReader;
import org.lamplighter.profile.Point;
import org.lamplighter.profile.binary.Scope;
import org.lamplighter.profile.layout.DocumentLayout;
import org.lamplighter.profile.layout.DocumentLayout.Form;
import org.lamplighter.profile.layout.DocumentLayout.Member;
import org.lamplighter.profile.layout.DocumentLayout.Purpose;
import org.lamplighter.profile.layout.DocumentLayout.Section;
import org.lamplighter.profile.layout.Layout;
import org.lamplighter.profile.layout.MemberPath;
import org.lamplighter.profile.layout.WrappedLayout;
import org.lamplighter.profile.layout.WrappedLayout.Encoding;
import org.lamplighter.profile.layout.WrappedLayout.Envelope;
import org.lamplighter.reading.PointName;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Reads the layout {@code wrap}: bytes as text, alone or as a member of an envelope. */
public final class WrapReader {
    private static final List<String> ENCODINGS = List.of("base64", "hex");
    private static final List<String> OF_ENVELOPE =
            List.of("channel", "time", "packet", "is", "members");
    private static final List<String> KEYS =
            List.of("base64", "hex", "channel", "time", "packet", "is", "members", "inside");

    private static final List<String> OF_PLATFORM =
            KEYS.stream().filter(key -> !key.equals("inside")).toList();

    private WrapReader() {}

    /** Reads it, or reports what is wrong with it. */
    public static Optional<Layout> read(YamlValue value, SortedMap<PointName, Point> points) {
        Optional<YamlMap> map = value.map("wrap", KEYS);
        Optional<YamlValue> inside = map.flatMap(m -> m.need("inside", "{ binary: … }"));
        return map.flatMap(m -> read(m, inside, points));
    }

    /**
     * Reads the key {@code envelope} of a profile, which stands around the layout that the profile
     * has or inherits: the name of a platform, or what {@code wrap} says besides its inside.
     *
     * @param inside how the bytes are laid out
     */
    public static Optional<Layout> around(
            YamlValue envelope, YamlValue inside, SortedMap<PointName, Point> points) {
        Optional<YamlMap> map =
                envelope.isMap()
                        ? envelope.map("an envelope", OF_PLATFORM)
                        : envelope.word("an envelope", Platform.words())
                                .flatMap(word -> Platform.of(word).envelope(OF_PLATFORM));
        return map.flatMap(m -> read(m, Optional.of(inside), points));
    }

    private static Optional<Layout> read(
            YamlMap map, Optional<YamlValue> inside, SortedMap<PointName, Point> points) {
        Optional<String> key = map.needOneOf(ENCODINGS);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        Encoding encoding = key.get().equals("base64") ? Encoding.BASE64 : Encoding.HEX;
        YamlValue data = map.find(key.get()).orElseThrow();
        if (data.isWord("payload")) {
            for (String other : OF_ENVELOPE) {
                if (map.has(other)) {
                    map.requireKey(other)
                            .report(
                                    YamlIssue.EXCLUSIVE_KEYS,
                                    other
                                            + " is of an envelope, and the whole payload is "
                                            + key.get()
                                            + " here",
                                    "name the member that is the text, such as $.data, or remove "
                                            + other);
                }
            }
            return inside.flatMap(v -> LayoutReader.inside(v, points, Set.of()))
                    .map(layout -> new WrappedLayout(encoding, Optional.empty(), layout));
        }
        Scope scope = new Scope(points, Set.of());
        Optional<Envelope> envelope = envelope(map, data, scope);
        return inside.flatMap(v -> LayoutReader.inside(v, points, scope.pointsRead()))
                .flatMap(
                        layout ->
                                envelope.map(
                                        e -> new WrappedLayout(encoding, Optional.of(e), layout)));
    }

    private static Optional<Envelope> envelope(YamlMap map, YamlValue data, Scope scope) {
        SectionReader sections = new SectionReader(scope);
        Optional<MemberPath> path = PathReader.readOne(data);
        Optional<MemberPath> channel = map.find("channel").flatMap(PathReader::readOne);
        Section content = sections.readEnvelope(map);
        List<Member> members = new ArrayList<>(content.members());
        map.find("time").flatMap(v -> sections.time(v, true)).ifPresent(members::add);
        map.find("packet")
                .flatMap(PathReader::read)
                .map(p -> new Member(p, Form.PLAIN, List.of(new Purpose.Packet())))
                .ifPresent(members::add);
        scope.reportUnknownNames();
        Section section = new Section(content.constants(), members, Optional.empty(), List.of());
        return path.map(
                p ->
                        new Envelope(
                                p,
                                channel,
                                new DocumentLayout(section, scope.numbers(), scope.texts())));
    }
}
