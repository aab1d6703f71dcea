// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.backtest;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import org.lamplighter.rule.Rule;
import org.lamplighter.rule.RuleBook;
import org.lamplighter.yaml.Issue;
import org.lamplighter.yaml.Suggestions;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads a back-test's files and gathers everything that is wrong with them. Used once, by one
 * thread.
 */
final class BacktestReader {
    /** The most faults told of one file of frames. */
    static final int MAX_FRAME_FAULTS = 20;

    private static final String RULES_SUFFIX = ".rules.yaml";
    private static final String PROFILE_SUFFIX = ".profile.yaml";

    private final BacktestArguments arguments;
    private final List<String> faults = new ArrayList<>();
    private RuleBook untried = RuleBook.EMPTY;

    BacktestReader(BacktestArguments arguments) {
        this.arguments = arguments;
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
            for (Path file : filesOf(directory, PROFILE_SUFFIX)) {
                switch (ProfileParser.parse(file.toString(), Files.readString(file))) {
                    case ParsedProfile.Valid(DeviceProfile profile) ->
                            byId.put(profile.id(), profile);
                    case ParsedProfile.Faulty(List<Issue> issues) ->
                            issues.forEach(issue -> faults.add(issue.toString()));
                }
            }
        }
        ProfileCatalog catalog = ProfileCatalog.empty();
        for (DeviceProfile profile : byId.values()) {
            catalog = catalog.with(1, profile);
        }
        return catalog;
    }

    private List<Device> readDevices(ProfileCatalog profiles) throws IOException {
        List<Device> devices = new ArrayList<>();
        switch (DevicesCsv.parse(Files.readString(arguments.devices()))) {
            case DevicesCsv.Parsed.Faulty faulty ->
                    faulty.faults().forEach(fault -> faults.add(arguments.devices() + ":" + fault));
            case DevicesCsv.Parsed.Valid valid -> {
                Set<DeviceId> seen = new HashSet<>();
                for (DevicesCsv.Row row : valid.rows()) {
                    check(row, seen, profiles);
                    devices.add(row.device());
                }
            }
        }
        return devices;
    }

    private void check(DevicesCsv.Row row, Set<DeviceId> seen, ProfileCatalog profiles) {
        String place = arguments.devices() + ":" + row.line() + ": ";
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
        List<Path> files = filesOf(arguments.rules(), RULES_SUFFIX);
        if (files.isEmpty()) {
            faults.add(
                    arguments.rules()
                            + ": the directory has no file *.rules.yaml; name one that has");
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            String pack = name.substring(0, name.length() - RULES_SUFFIX.length());
            book = book.with(pack, 1, Files.readString(file), List.of());
            RuleBook.Edition edition = book.packs().get(pack);
            if (edition != null) {
                edition.issues().forEach(issue -> faults.add(arguments.rules() + "/" + issue));
            }
        }
        return book;
    }

    /** Each override goes to every pack that has its rule. */
    private RuleBook tuned() {
        List<Rule> all =
                untried.packs().values().stream()
                        .flatMap(edition -> edition.rules().stream())
                        .toList();
        for (ParameterOverride override : arguments.overrides()) {
            if (all.stream().noneMatch(rule -> rule.id().equals(override.rule()))) {
                faults.add(
                        arguments.rules()
                                + ": no pack has the rule \""
                                + override.rule()
                                + "\" that a parameter is set of; "
                                + Suggestions.hint(
                                        override.rule().value(),
                                        all.stream().map(rule -> rule.id().value()).toList()));
            }
        }
        RuleBook book = untried;
        for (Map.Entry<String, RuleBook.Edition> pack : untried.packs().entrySet()) {
            RuleBook.Edition edition = pack.getValue();
            List<ParameterOverride> overrides =
                    arguments.overrides().stream()
                            .filter(
                                    override ->
                                            edition.rules().stream()
                                                    .anyMatch(
                                                            rule ->
                                                                    rule.id()
                                                                            .equals(
                                                                                    override
                                                                                            .rule())))
                            .toList();
            for (ParameterOverride override : overrides) {
                Overrides.check(edition.rules(), override)
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
        int number = 0;
        int faulty = 0;
        try (BufferedReader reader = Files.newBufferedReader(arguments.frames(), UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                try {
                    frames.add(FrameFile.parse(number, line));
                } catch (IllegalArgumentException e) {
                    faulty++;
                    if (faulty <= MAX_FRAME_FAULTS) {
                        faults.add(arguments.frames() + ":" + number + ": " + e.getMessage());
                    }
                }
            }
        }
        if (faulty > MAX_FRAME_FAULTS) {
            faults.add(
                    arguments.frames()
                            + ": "
                            + (faulty - MAX_FRAME_FAULTS)
                            + " more lines have faults; mend these first");
        }
        frames.sort(Comparator.comparing(RecordedFrame::receivedAt));
        return frames;
    }

    private static List<Path> filesOf(Path directory, String suffix) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*" + suffix)) {
            entries.forEach(files::add);
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }
}
