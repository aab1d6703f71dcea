// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.backtest;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.lamplighter.alarm.RuleId;
import org.lamplighter.backtest.BacktestArguments.Until;
import org.lamplighter.decode.ProfileCatalog;
import org.lamplighter.profile.DeviceProfile;
import org.lamplighter.profile.ParsedProfile;
import org.lamplighter.profile.ProfileParser;
import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.registry.Device;
import org.lamplighter.registry.DevicesCsv;
import org.lamplighter.rule.Overrides;
import org.lamplighter.rule.ParameterOverride;
import org.lamplighter.rule.RuleBook;
import org.lamplighter.yaml.Issue;
import org.lamplighter.yaml.Suggestions;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads a back-test's files and gathers everything that is wrong with them. Used once, by one
 * thread.
 */
final class BacktestReader {
    /** The most faults told of one file of frames or devices. */
    static final int MAX_FILE_FAULTS = 20;

    private static final String RULES_SUFFIX = ".rules.yaml";
    private static final String PROFILE_SUFFIX = ".profile.yaml";

    private final BacktestArguments arguments;
    private final BacktestLimits limits;
    private final List<String> faults = new ArrayList<>();
    private RuleBook untried = RuleBook.EMPTY;

    BacktestReader(BacktestArguments arguments, BacktestLimits limits) {
        this.arguments = arguments;
        this.limits = limits;
    }

    /** What is wrong with the files; to be asked after {@link #read}. */
    List<String> faults() {
        return faults;
    }

    /** The rules without the overrides that are tried; to be asked after {@link #read}. */
    RuleBook untried() {
        return untried;
    }

    /**
     * Reads all files. What is returned is to be used only if there are no faults.
     *
     * @throws IOException if a file cannot be read
     */
    RehearsalInput read() throws IOException {
        ProfileCatalog profiles = readProfiles();
        List<Device> devices = readDevices(profiles);
        untried = readRules();
        RuleBook rules = arguments.overrides().isEmpty() ? untried : tuned();
        List<RecordedFrame> frames = readFrames();
        Instant until =
                switch (arguments.until()) {
                    case Until.Time(Instant at) -> at;
                    case Until.LastFrame last ->
                            frames.isEmpty() ? Instant.EPOCH : frames.getLast().receivedAt();
                };
        return new RehearsalInput(devices, profiles, rules, frames, until);
    }

    private ProfileCatalog readProfiles() throws IOException {
        TreeMap<String, DeviceProfile> byId = new TreeMap<>();
        for (ShippedProfiles.Shipped shipped : ShippedProfiles.all()) {
            byId.put(shipped.id(), shipped.profile());
        }
        for (Path directory : arguments.profiles()) {
            for (Path file : filesOf(directory, PROFILE_SUFFIX, limits.profileFiles())) {
                text(file, limits.yamlBytes())
                        .ifPresent(text -> readProfile(file.toString(), text, byId));
            }
        }
        ProfileCatalog catalog = ProfileCatalog.empty();
        for (DeviceProfile profile : byId.values()) {
            catalog = catalog.with(1, profile);
        }
        return catalog;
    }

    private void readProfile(String file, String text, Map<String, DeviceProfile> byId) {
        switch (ProfileParser.parse(file, text)) {
            case ParsedProfile.Valid(DeviceProfile profile) -> byId.put(profile.id(), profile);
            case ParsedProfile.Faulty(List<Issue> issues) ->
                    issues.forEach(issue -> faults.add(issue.toString()));
        }
    }

    private List<Device> readDevices(ProfileCatalog profiles) throws IOException {
        List<Device> devices = new ArrayList<>();
        Optional<String> text = text(arguments.devices(), limits.devicesBytes());
        if (text.isEmpty()) {
            return devices;
        }
        List<String> found = new ArrayList<>();
        int untold = 0;
        switch (DevicesCsv.parse(text.get())) {
            case DevicesCsv.Parsed.Faulty faulty -> {
                faulty.faults().forEach(fault -> found.add(arguments.devices() + ":" + fault));
                untold = faulty.untold();
            }
            case DevicesCsv.Parsed.Valid valid -> {
                Set<DeviceId> seen = new HashSet<>();
                for (DevicesCsv.Row row : valid.rows()) {
                    check(row, seen, profiles, found, arguments.devices());
                    devices.add(row.device());
                }
            }
        }
        found.stream().limit(MAX_FILE_FAULTS).forEach(faults::add);
        tellMore(arguments.devices(), found.size() + untold);
        return devices;
    }

    private static void check(
            DevicesCsv.Row row,
            Set<DeviceId> seen,
            ProfileCatalog profiles,
            List<String> faults,
            Path file) {
        String place = file + ":" + row.line() + ": ";
        Device device = row.device();
        if (!seen.add(device.id())) {
            faults.add(place + "id " + device.id() + " stands twice; remove one of the lines");
        }
        if (profiles.find(device.profile()).isEmpty()) {
            faults.add(
                    place
                            + "profile \""
                            + device.profile()
                            + "\" is unknown; "
                            + Suggestions.hint(device.profile(), profiles.entries().keySet()));
        }
    }

    private RuleBook readRules() throws IOException {
        RuleBook book = RuleBook.EMPTY;
        int before = faults.size();
        List<Path> files = filesOf(arguments.rules(), RULES_SUFFIX, RuleBook.MAX_PACKS);
        if (files.isEmpty() && faults.size() == before) {
            faults.add(
                    arguments.rules()
                            + ": the directory has no file *.rules.yaml; name one that has");
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            String pack = name.substring(0, name.length() - RULES_SUFFIX.length());
            Optional<String> text = text(file, limits.yamlBytes());
            if (text.isEmpty()) {
                continue;
            }
            book = book.with(pack, 1, text.get(), List.of());
            RuleBook.Edition edition = book.packs().get(pack);
            if (edition != null) {
                edition.issues().forEach(issue -> faults.add(arguments.rules() + "/" + issue));
            }
        }
        return book;
    }

    /** Each override goes to every pack that has its rule. */
    private RuleBook tuned() {
        List<RuleId> all =
                untried.packs().values().stream()
                        .flatMap(edition -> edition.names().stream())
                        .toList();
        for (ParameterOverride override : arguments.overrides()) {
            if (!all.contains(override.rule())) {
                faults.add(
                        arguments.rules()
                                + ": no pack has the rule \""
                                + override.rule()
                                + "\" that a parameter is set of; "
                                + Suggestions.hint(
                                        override.rule().value(),
                                        all.stream().map(RuleId::value).toList()));
            }
        }
        RuleBook book = untried;
        for (Map.Entry<String, RuleBook.Edition> pack : untried.packs().entrySet()) {
            RuleBook.Edition edition = pack.getValue();
            List<ParameterOverride> overrides =
                    arguments.overrides().stream()
                            .filter(override -> edition.names().contains(override.rule()))
                            .toList();
            for (ParameterOverride override : overrides) {
                Overrides.check(edition.rules(), edition.policies(), override)
                        .ifPresent(
                                fault ->
                                        faults.add(
                                                arguments.rules()
                                                        + "/"
                                                        + pack.getKey()
                                                        + RULES_SUFFIX
                                                        + ": "
                                                        + fault));
            }
            book = book.with(pack.getKey(), 1, edition.yaml(), overrides);
        }
        return book;
    }

    private List<RecordedFrame> readFrames() throws IOException {
        List<RecordedFrame> frames = new ArrayList<>();
        Path file = arguments.frames();
        int most = limits.lineLength();
        long bytes = 0;
        int number = 0;
        int faulty = 0;
        try (BufferedReader reader = Files.newBufferedReader(file, UTF_8)) {
            for (String line = InputFile.line(reader, most);
                    line != null;
                    line = InputFile.line(reader, most)) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                try {
                    RecordedFrame frame = parse(number, line);
                    frames.add(frame);
                    bytes += frame.payload().length();
                } catch (IllegalArgumentException e) {
                    faulty++;
                    if (faulty <= MAX_FILE_FAULTS) {
                        faults.add(file + ":" + number + ": " + e.getMessage());
                    }
                }
                if (frames.size() > limits.frames() || bytes > limits.payloadBytes()) {
                    faults.add(tooMuch(number));
                    break;
                }
            }
        }
        tellMore(file, faulty);
        frames.sort(Comparator.comparing(RecordedFrame::receivedAt));
        return frames;
    }

    private RecordedFrame parse(int number, String line) {
        if (line.length() > limits.lineLength()) {
            throw new IllegalArgumentException(
                    "a line has at most "
                            + limits.lineLength()
                            + " characters, and this one has more; write one frame a line");
        }
        return FrameFile.parse(number, line);
    }

    private String tooMuch(int line) {
        return arguments.frames()
                + ":"
                + line
                + ": a back-test takes at most "
                + limits.frames()
                + " frames with "
                + limits.payloadBytes()
                + " bytes of payload; split the file by devices or by time";
    }

    private void tellMore(Path file, int faulty) {
        if (faulty > MAX_FILE_FAULTS) {
            faults.add(
                    file
                            + ": "
                            + (faulty - MAX_FILE_FAULTS)
                            + " more lines have faults; mend these first");
        }
    }

    /** The text of a file, unless it is too large, which is a fault. */
    private Optional<String> text(Path file, long most) throws IOException {
        Optional<String> text = InputFile.read(file, most);
        if (text.isEmpty()) {
            faults.add(file + " is larger than " + most + " bytes; name another, or split it");
        }
        return text;
    }

    private List<Path> filesOf(Path directory, String suffix, int most) throws IOException {
        List<Path> files = InputFile.list(directory, suffix, most);
        if (files.size() > most) {
            faults.add(
                    directory
                            + ": the directory has more than "
                            + most
                            + " files *"
                            + suffix
                            + "; leave some out");
            return List.of();
        }
        return files;
    }
}
