// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import org.lamplighter.framing.Framing;
import org.lamplighter.framing.FramingReader;
import org.lamplighter.profile.layout.Layout;
import org.lamplighter.reading.PointName;
import org.lamplighter.yaml.Issue;
import org.lamplighter.yaml.Issues;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlReader;
import org.lamplighter.yaml.YamlValue;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads and checks a profile. Total: any text gives a profile or its issues, all at once. */
public final class ProfileParser {
    /** The most points of a profile. */
    public static final int MAX_POINTS = 256;

    private static final List<String> KEYS =
            List.of(
                    "profile",
                    Families.KEY,
                    "kind",
                    "vendor",
                    "model",
                    "report",
                    "clock",
                    "identity",
                    "topics",
                    "framing",
                    "points",
                    "envelope",
                    "layout",
                    "examples");
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST_INTERVAL = Duration.ofDays(366);
    private static final int MAX_TOPICS = 16;

    private final Issues issues;

    private ProfileParser(Issues issues) {
        this.issues = issues;
    }

    /**
     * Reads a profile.
     *
     * @param sourceName the name that issues cite, usually a file
     */
    public static ParsedProfile parse(String sourceName, String yaml) {
        return parse(sourceName, yaml, ShippedProfiles::findText);
    }

    /**
     * Reads a profile.
     *
     * @param parents the texts of profiles that it may extend, by their ids
     */
    static ParsedProfile parse(
            String sourceName, String yaml, Function<String, Optional<String>> parents) {
        Issues issues = new Issues(sourceName, yaml);
        Optional<DeviceProfile> profile =
                YamlReader.read(yaml, issues)
                        .flatMap(new Families(parents)::resolve)
                        .flatMap(document -> document.map("a profile", KEYS))
                        .flatMap(new ProfileParser(issues)::profile);
        if (profile.isPresent() && issues.isEmpty()) {
            return new ParsedProfile.Valid(profile.get());
        }
        return new ParsedProfile.Faulty(issues.found());
    }

    /**
     * Reads only which topics a profile names, for who needs nothing else of it; the rest is not
     * looked at.
     */
    public static DeclaredTopics topics(String sourceName, String yaml) {
        Issues issues = new Issues(sourceName, yaml);
        List<TopicPattern> topics =
                YamlReader.read(yaml, issues)
                        .flatMap(new Families(ShippedProfiles::findText)::resolve)
                        .flatMap(document -> document.map("a profile", KEYS))
                        .flatMap(map -> map.find("topics"))
                        .map(ProfileParser::topics)
                        .orElseGet(List::of);
        return new DeclaredTopics(topics, issues.found());
    }

    /**
     * The topics that a profile names.
     *
     * @param issues why they could not be read; empty if they could
     */
    public record DeclaredTopics(List<TopicPattern> topics, List<Issue> issues) {
        public DeclaredTopics {
            topics = List.copyOf(topics);
            issues = List.copyOf(issues);
        }
    }

    /** What a profile is of, as far as it says so; nothing else of it is looked at. */
    public static ProfileTitle title(String yaml) {
        return YamlReader.read(yaml, new Issues("", yaml))
                .flatMap(new Families(ShippedProfiles::findText)::resolve)
                .map(
                        document ->
                                new ProfileTitle(
                                        titleWord(document, "kind"),
                                        titleWord(document, "vendor"),
                                        titleWord(document, "model")))
                .orElse(new ProfileTitle("", "", ""));
    }

    private static String titleWord(YamlValue document, String key) {
        return document.member(key).flatMap(value -> value.text(key, 128)).orElse("");
    }

    /** What a profile is of. */
    public record ProfileTitle(String kind, String vendor, String model) {}

    private record Report(Duration every, Duration tolerance) {}

    private Optional<DeviceProfile> profile(YamlMap map) {
        Optional<String> id = map.need("profile", "vendor-model").flatMap(ProfileParser::id);
        Optional<DeviceKind> kind =
                map.need("kind", String.join(", or ", DeviceKind.words()))
                        .flatMap(value -> value.word("a kind", DeviceKind.words()))
                        .flatMap(DeviceKind::find);
        Optional<String> vendor =
                map.need("vendor", "Maker").flatMap(value -> value.text("a vendor", 128));
        Optional<String> model =
                map.need("model", "X-100").flatMap(value -> value.text("a model", 128));
        Optional<Report> report =
                map.need("report", "{ every: 24h }").flatMap(ProfileParser::report);
        ClockPolicy clock =
                map.find("clock").flatMap(ProfileParser::clock).orElse(ClockPolicy.DEFAULT);
        Optional<Identity> identity = map.find("identity").flatMap(ProfileParser::identity);
        List<TopicPattern> topics =
                map.find("topics").map(ProfileParser::topics).orElseGet(List::of);
        Optional<Framing> framing = map.find("framing").flatMap(FramingReader::read);
        SortedMap<PointName, Point> points =
                map.need("points", "{ tilt: { unit: deg } }")
                        .map(PointsReader::read)
                        .orElseGet(TreeMap::new);
        Optional<Layout> layout =
                map.need("layout", "{ json: { } }")
                        .flatMap(
                                value ->
                                        map.has("envelope")
                                                ? LayoutReader.around(
                                                        map.find("envelope").orElseThrow(),
                                                        value,
                                                        points)
                                                : LayoutReader.read(value, points));
        if (layout.isPresent() && identity.isPresent()) {
            reportIdentity(map.requireKey("identity"), map, identity.get().by(), layout.get());
        }
        List<ComputedPoint> computed =
                layout.isEmpty()
                        ? List.of()
                        : map.find("points")
                                .map(v -> ComputedReader.read(v, points, layout.get().numbers()))
                                .orElseGet(List::of);
        List<Example> examples =
                map.find("examples")
                        .map(value -> ExampleReader.read(value, points))
                        .orElseGet(List::of);
        if (!issues.isEmpty()
                || id.isEmpty()
                || kind.isEmpty()
                || vendor.isEmpty()
                || model.isEmpty()
                || report.isEmpty()
                || layout.isEmpty()) {
            return Optional.empty();
        }
        Duration every = report.get().every();
        return Optional.of(
                new DeviceProfile(
                        id.get(),
                        kind.get(),
                        vendor.get(),
                        model.get(),
                        every,
                        report.get().tolerance(),
                        points,
                        computed,
                        clock,
                        identity.map(i -> i.policy(every))
                                .orElseGet(() -> IdentityPolicy.defaultFor(every)),
                        topics,
                        framing,
                        layout.get(),
                        examples));
    }

    private static Optional<String> id(YamlValue value) {
        Optional<String> text = value.text("a profile's id", 1000);
        if (text.isPresent() && !DeviceProfile.isValidId(text.get())) {
            value.report(
                    ProfileIssue.BAD_ID,
                    "a profile's id is 1 to 64 lower-case letters, digits and -, not \""
                            + text.get()
                            + "\"",
                    "choose an id such as vendor-model");
            return Optional.empty();
        }
        return text;
    }

    private static Optional<Report> report(YamlValue value) {
        Optional<YamlMap> map = value.map("report", List.of("every", "tolerance"));
        if (map.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> every =
                map.get()
                        .need("every", "24h")
                        .flatMap(v -> v.duration("every", SHORTEST_INTERVAL, LONGEST_INTERVAL));
        Duration tolerance =
                map.get()
                        .find("tolerance")
                        .flatMap(v -> v.duration("tolerance", Duration.ZERO, LONGEST_INTERVAL))
                        .orElse(Duration.ZERO);
        return every.map(interval -> new Report(interval, tolerance));
    }

    private static Optional<ClockPolicy> clock(YamlValue value) {
        ClockPolicy widest = ClockPolicy.DEFAULT;
        return value.map("clock", List.of("past", "future", "zone"))
                .map(
                        map ->
                                new ClockPolicy(
                                        map.find("past")
                                                .flatMap(v -> tolerated(v, "past", widest.past()))
                                                .orElse(widest.past()),
                                        map.find("future")
                                                .flatMap(
                                                        v ->
                                                                tolerated(
                                                                        v,
                                                                        "future",
                                                                        widest.future()))
                                                .orElse(widest.future()),
                                        map.find("zone")
                                                .flatMap(ProfileParser::zone)
                                                .orElse(widest.zone())));
    }

    private static Optional<ZoneId> zone(YamlValue value) {
        Optional<String> text = value.text("zone", 64);
        try {
            return text.map(ZoneId::of);
        } catch (DateTimeException e) {
            value.report(
                    YamlIssue.BAD_TIME,
                    "zone is a time zone, not \"" + text.orElse("") + "\"",
                    "write it as Asia/Shanghai or +08:00");
            return Optional.empty();
        }
    }

    private static Optional<Duration> tolerated(YamlValue value, String what, Duration most) {
        return value.duration(what, Duration.ZERO, most);
    }

    /** What a profile says of its frames' identity; the window may be left to the interval. */
    private record Identity(IdentityPolicy.By by, Optional<Duration> window) {
        IdentityPolicy policy(Duration every) {
            return new IdentityPolicy(
                    by, window.orElseGet(() -> IdentityPolicy.defaultFor(every).window()));
        }
    }

    private static Optional<Identity> identity(YamlValue value) {
        return value.map("identity", List.of("by", "window"))
                .map(
                        map ->
                                new Identity(
                                        map.find("by")
                                                .flatMap(
                                                        v ->
                                                                v.word(
                                                                        "what identifies",
                                                                        IdentityPolicy.By.words()))
                                                .map(IdentityPolicy.By::of)
                                                .orElse(IdentityPolicy.By.ALL),
                                        map.find("window")
                                                .flatMap(
                                                        v ->
                                                                v.duration(
                                                                        "window",
                                                                        Duration.ZERO,
                                                                        IdentityPolicy.LONGEST))));
    }

    /** What frames are to be recognised by must be read of them. */
    private static void reportIdentity(
            YamlValue key, YamlMap map, IdentityPolicy.By by, Layout layout) {
        boolean read =
                switch (by) {
                    case SEQUENCE -> layout.readsSequence();
                    case TIME -> layout.readsTime();
                    case ALL, BYTES -> true;
                };
        if (!read) {
            String what = by == IdentityPolicy.By.TIME ? "time" : "sequence number";
            map.find("identity")
                    .flatMap(v -> v.member("by"))
                    .orElse(key)
                    .report(
                            ProfileIssue.NOTHING_THERE,
                            "frames are recognised by their "
                                    + what
                                    + " here, and the layout reads none",
                            "read it with use, or remove by");
        }
    }

    private static List<TopicPattern> topics(YamlValue value) {
        List<TopicPattern> topics = new ArrayList<>();
        for (YamlValue item : value.list("topics").orElseGet(List::of)) {
            Optional<String> text = item.text("a topic", 1000);
            if (text.isPresent() && !TopicPattern.isValid(text.get())) {
                item.report(
                        ProfileIssue.BAD_TOPIC,
                        "a topic has at most 8 levels and 256 characters, with + and {device} only"
                                + " as whole levels and no #, not \""
                                + text.get()
                                + "\"",
                        "write it such as fleet/{device}/up");
            } else {
                text.map(TopicPattern::new).ifPresent(topics::add);
            }
        }
        if (topics.size() > MAX_TOPICS) {
            value.report(
                    ProfileIssue.BAD_TOPIC,
                    "a profile has at most " + MAX_TOPICS + " topics, not " + topics.size(),
                    "use + for levels that differ");
        }
        return topics;
    }
}
