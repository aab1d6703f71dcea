// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.json;

import org.lamplighter.profile.ProfileIssue;
import org.lamplighter.profile.layout.MemberPath;
import org.lamplighter.profile.layout.MemberPath.Segment;
import org.lamplighter.yaml.YamlValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads where a member stands: its name, or a path such as {@code $.a.b[0].c} or {@code
 * $['a.b'].c}.
 */
final class PathReader {
    private static final int MAX_LENGTH = 256;
    private static final Pattern SEGMENT =
            Pattern.compile(
                    "\\.(?<name>[^.\\[\\]'\"]+)"
                            + "|\\['(?<single>[^']+)'\\]"
                            + "|\\[\"(?<double>[^\"]+)\"\\]"
                            + "|\\[(?<index>-?\\d{1,4})\\]"
                            + "|\\[\\{(?<items>[a-z][a-z0-9_]{0,63})\\}\\]");
    private static final Pattern NUMBERED =
            Pattern.compile("([^{}]*)\\{([a-z][a-z0-9_]{0,63})\\}([^{}]*)");

    private PathReader() {}

    /** Whether it is more than the name of one member. */
    static boolean isPath(String text) {
        return text.startsWith("$") || NUMBERED.matcher(text).matches();
    }

    static Optional<MemberPath> read(YamlValue value) {
        Optional<String> text = value.text("a member's name", MAX_LENGTH);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.get().startsWith("$")) {
            return Optional.of(new MemberPath(List.of(name(text.get()))));
        }
        List<Segment> segments = new ArrayList<>();
        Matcher matcher = SEGMENT.matcher(text.get());
        int at = 1;
        while (at < text.get().length()) {
            matcher.region(at, text.get().length());
            if (!matcher.lookingAt() || segments.size() == MemberPath.MAX_SEGMENTS) {
                return bad(value, text.get(), at);
            }
            segments.add(segment(matcher));
            at = matcher.end();
        }
        long numbered =
                segments.stream()
                        .filter(
                                segment ->
                                        segment instanceof Segment.NumberedName
                                                || segment instanceof Segment.NumberedIndex)
                        .count();
        return numbered > 1 ? bad(value, text.get(), 1) : Optional.of(new MemberPath(segments));
    }

    /** Reads a path to one member, where several would mean nothing. */
    static Optional<MemberPath> readOne(YamlValue value) {
        Optional<MemberPath> path = read(value);
        if (path.flatMap(MemberPath::register).isPresent()) {
            value.report(
                    ProfileIssue.BAD_PATH,
                    "one member is looked at here, and {"
                            + path.flatMap(MemberPath::register).get()
                            + "} stands for several",
                    "write the number of the one");
            return Optional.empty();
        }
        return path;
    }

    private static Segment segment(Matcher matcher) {
        String index = matcher.group("index");
        if (index != null) {
            return new Segment.Index(Integer.parseInt(index));
        }
        String items = matcher.group("items");
        if (items != null) {
            return new Segment.NumberedIndex(items);
        }
        String quoted =
                matcher.group("single") != null ? matcher.group("single") : matcher.group("double");
        return quoted != null ? new Segment.Name(quoted) : name(matcher.group("name"));
    }

    private static Segment name(String text) {
        Matcher matcher = NUMBERED.matcher(text);
        return matcher.matches()
                ? new Segment.NumberedName(matcher.group(1), matcher.group(2), matcher.group(3))
                : new Segment.Name(text);
    }

    private static Optional<MemberPath> bad(YamlValue value, String text, int at) {
        value.reportPart(
                ProfileIssue.BAD_PATH,
                at,
                text.length() - at,
                "a path is $ and then .name, ['name'] and [0], with at most one {n} and "
                        + MemberPath.MAX_SEGMENTS
                        + " steps, not \""
                        + text
                        + "\"",
                "write it such as $.data.items[0].value");
        return Optional.empty();
    }
}
