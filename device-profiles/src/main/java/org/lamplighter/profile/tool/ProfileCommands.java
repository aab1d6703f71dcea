// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.tool;

import org.lamplighter.profile.DeviceProfile;
import org.lamplighter.profile.ParsedProfile;
import org.lamplighter.profile.ProfileParser;
import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.reading.Payload;
import org.lamplighter.yaml.Issue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The commands {@code profile list}, {@code profile check}, {@code profile test}, {@code profile
 * decode}, {@code profile bench} and {@code profile schema}.
 */
public final class ProfileCommands {
    private ProfileCommands() {}

    /** Checks profiles: every issue with its place, then a count. */
    public static ToolResult check(List<Path> files) {
        StringBuilder text = new StringBuilder();
        int faulty = 0;
        try {
            for (Path file : ProfileFiles.find(files)) {
                switch (ProfileFiles.parse(file)) {
                    case ParsedProfile.Valid valid ->
                            text.append("ok    ").append(file).append('\n');
                    case ParsedProfile.Faulty found -> {
                        faulty++;
                        print(found.issues(), text);
                        text.append("FAIL  ").append(file);
                        text.append(": ").append(count(found.issues().size(), "issue"));
                        text.append("\n");
                    }
                }
            }
        } catch (ProfileFiles.Unreadable e) {
            return ToolResult.wrongUsage(e.sentence());
        }
        return faulty == 0 ? ToolResult.good(text.toString()) : ToolResult.faults(text.toString());
    }

    /**
     * Runs the examples of profiles, given as files or as directories of them. The text ends {@code
     * N passed, N failed}; a profile that cannot be read as one counts as one failure.
     */
    public static ToolResult test(List<Path> filesOrDirectories) {
        StringBuilder text = new StringBuilder();
        int passed = 0;
        int failed = 0;
        try {
            for (Path file : ProfileFiles.find(filesOrDirectories)) {
                switch (ProfileFiles.parse(file)) {
                    case ParsedProfile.Faulty found -> {
                        failed++;
                        print(found.issues(), text);
                        text.append("FAIL  ").append(file).append(" is no valid profile\n");
                    }
                    case ParsedProfile.Valid valid -> {
                        for (ProfileTester.Outcome outcome : ProfileTester.test(valid.profile())) {
                            if (print(file, outcome, text)) {
                                passed++;
                            } else {
                                failed++;
                            }
                        }
                        if (valid.profile().examples().isEmpty()) {
                            text.append("note  ").append(file).append(" has no examples\n");
                        }
                    }
                }
            }
        } catch (ProfileFiles.Unreadable e) {
            return ToolResult.wrongUsage(e.sentence());
        }
        text.append(passed).append(" passed, ").append(failed).append(" failed\n");
        return failed == 0 ? ToolResult.good(text.toString()) : ToolResult.faults(text.toString());
    }

    /**
     * Decodes one payload in hexadecimal digits to JSON, one line for each reading, or one line
     * with the fault. A profile with a framing has its frames found in the bytes first: one line
     * for each, with who sent it and what answers it, before what it says.
     *
     * @param channel the frame's channel; empty if it has none
     * @param receivedAt when the frame counts as received
     * @param explained whether a table of all fields goes before
     */
    public static ToolResult decodeHex(
            Path profile, String hex, String channel, Instant receivedAt, boolean explained) {
        String digits = hex.replaceAll("[\\s:]", "").toLowerCase(Locale.ROOT);
        if (digits.length() % 2 != 0 || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            return ToolResult.wrongUsage(
                    "the payload is not hexadecimal: it needs two digits of 0-9 and a-f for each"
                            + " byte; give a text with --text");
        }
        return decode(profile, HexFormat.of().parseHex(digits), channel, receivedAt, explained);
    }

    /** As {@link #decodeHex}, for a payload that is a text, such as JSON. */
    public static ToolResult decodeText(
            Path profile, String text, String channel, Instant receivedAt, boolean explained) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        return decode(profile, payload, channel, receivedAt, explained);
    }

    private static ToolResult decode(
            Path file, byte[] payload, String channel, Instant receivedAt, boolean explained) {
        if (payload.length > Payload.MAX_LENGTH) {
            return ToolResult.wrongUsage(
                    "the payload has "
                            + payload.length
                            + " bytes, and a frame has at most "
                            + Payload.MAX_LENGTH);
        }
        if (receivedAt.toEpochMilli() <= 0) {
            return ToolResult.wrongUsage(
                    "the received time is " + receivedAt + ", and must be after 1970-01-01");
        }
        try {
            return switch (ProfileFiles.parse(file)) {
                case ParsedProfile.Faulty found -> {
                    StringBuilder text = new StringBuilder();
                    print(found.issues(), text);
                    yield ToolResult.faults(text.toString());
                }
                case ParsedProfile.Valid valid ->
                        new FrameReport(valid.profile(), channel, receivedAt, explained)
                                .of(payload);
            };
        } catch (ProfileFiles.Unreadable e) {
            return ToolResult.wrongUsage(e.sentence());
        }
    }

    /** The profiles that come with the program, one a line, with what they are of. */
    public static ToolResult list() {
        StringBuilder text = new StringBuilder();
        for (ShippedProfiles.Shipped shipped : ShippedProfiles.all()) {
            ProfileParser.ProfileTitle title = ProfileParser.title(shipped.yaml());
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%-28s %-14s %s %s%n",
                            shipped.id(),
                            title.kind(),
                            title.vendor(),
                            title.model()));
        }
        return ToolResult.good(text.toString());
    }

    /** The text of a profile that comes with the program. */
    public static ToolResult show(String id) {
        return ShippedProfiles.all().stream()
                .filter(shipped -> shipped.id().equals(id))
                .findFirst()
                .map(shipped -> ToolResult.good(shipped.yaml()))
                .orElseGet(
                        () ->
                                ToolResult.wrongUsage(
                                        "no profile \""
                                                + id
                                                + "\" comes with the program; profile list names"
                                                + " those that do"));
    }

    /** The JSON Schema of profiles, for editors. */
    public static ToolResult schema() {
        try (InputStream in = DeviceProfile.class.getResourceAsStream("profile.schema.json")) {
            return ToolResult.good(
                    new String(
                            Objects.requireNonNull(in, "the schema is a resource").readAllBytes(),
                            StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Times the examples of profiles on this thread.
     *
     * @param time how long each example is measured
     */
    public static ToolResult bench(List<Path> files, Meter meter, Duration time) {
        StringBuilder text = new StringBuilder();
        boolean faulty = false;
        try {
            for (Path file : ProfileFiles.find(files)) {
                text.append(file).append('\n');
                switch (ProfileFiles.parse(file)) {
                    case ParsedProfile.Faulty found -> {
                        faulty = true;
                        print(found.issues(), text);
                    }
                    case ParsedProfile.Valid valid ->
                            text.append(new ProfileBench(meter, time).run(valid.profile()));
                }
            }
        } catch (ProfileFiles.Unreadable e) {
            return ToolResult.wrongUsage(e.sentence());
        }
        return faulty ? ToolResult.faults(text.toString()) : ToolResult.good(text.toString());
    }

    private static void print(List<Issue> issues, StringBuilder text) {
        issues.forEach(issue -> text.append(issue).append("\n\n"));
    }

    private static boolean print(Path file, ProfileTester.Outcome outcome, StringBuilder text) {
        boolean passed =
                switch (outcome) {
                    case ProfileTester.Outcome.Passed ok -> true;
                    case ProfileTester.Outcome.Failed failed -> false;
                };
        text.append(passed ? "ok    " : "FAIL  ")
                .append(file)
                .append(':')
                .append(outcome.example().line())
                .append(' ')
                .append(outcome.example().title())
                .append('\n');
        if (outcome instanceof ProfileTester.Outcome.Failed failed) {
            failed.differences().forEach(line -> text.append("        ").append(line).append('\n'));
        }
        return passed;
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
