// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.backtest.BacktestArguments.Until;
import org.lamplighter.rule.ParameterOverride;
import org.lamplighter.rule.ShippedPacks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;

class BacktestTest {
    private static final Instant THREE_DAYS_ON = Instant.parse("2026-03-04T08:00:00Z");
    private static final Path EXPECTED =
            Path.of("src/test/resources/org/lamplighter/backtest/expected.jsonl");

    @TempDir private Path directory;
    private Path devices;
    private Path frames;
    private Path rules;
    private Path out;

    @BeforeEach
    void layOutFiles() throws IOException {
        devices = Files.writeString(directory.resolve("devices.csv"), resource("devices.csv"));
        frames = Files.writeString(directory.resolve("frames.jsonl"), resource("frames.jsonl"));
        rules = Files.createDirectory(directory.resolve("rules"));
        for (ShippedPacks.Shipped pack : ShippedPacks.all()) {
            Files.writeString(rules.resolve(pack.name() + ".rules.yaml"), pack.yaml());
        }
        out = directory.resolve("out.jsonl");
    }

    @Test
    void writesExactlyTheseEventsInTheOrderOfLogTime() throws IOException {
        BacktestResult result = run(new Until.Time(THREE_DAYS_ON));

        if (System.getProperty("regenerate") != null) {
            Files.copy(out, EXPECTED, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(result.text())
                .isEqualTo(
                        """
                        11 frames: 7 fresh, 2 duplicate, 2 quarantined; 1 late readings.
                        2 alarm-cleared, 4 alarm-raised, 3 case-opened, 2 case-recovered, 1 case-reopened, 2 frame-quarantined.
                        Written to %s, until 2026-03-04T08:00:00Z.\
                        """
                                .formatted(out));
        assertThat(result.exitCode()).isZero();
        assertThat(Files.readString(out)).isEqualTo(Files.readString(EXPECTED));
    }

    @Test
    void stopsAtTheLastFrameUnlessToldOtherwise() {
        assertThat(run(new Until.LastFrame()).text()).endsWith("until 2026-03-01T08:09:00Z.");
    }

    @Test
    void parametersThatAreTriedAreComparedWithTheRulesAsTheyAre() throws IOException {
        BacktestResult result =
                run(
                        new Until.Time(THREE_DAYS_ON),
                        List.of("methane-high.limit=25.5", "device:C-2/cover-silent.intervals=4"));

        assertThat(result.text())
                .isEqualTo(
                        """
                        11 frames: 7 fresh, 2 duplicate, 2 quarantined; 1 late readings.
                        2 alarm-cleared, 3 alarm-raised, 3 case-opened, 2 case-recovered, 2 frame-quarantined.
                        Written to %s, until 2026-03-04T08:00:00Z.
                        Without the parameters set: 4 alarms, 3 cases; with them: 3 alarms, 3 cases.
                          2026-03-01T08:00:20Z alarm methane-high of C-1: gone
                          2026-03-01T08:01:20Z alarm methane-high of C-1: new
                          2026-03-03T20:05:00Z alarm cover-silent of C-2: gone\
                        """
                                .formatted(out));
        assertThat(Files.readString(out)).contains("\"limit\":\"25.5 (all)\"");
    }

    @Test
    void anOverrideThatChangesNothingIsSaidToChangeNothing() {
        assertThat(run(new Until.LastFrame(), List.of("methane-high.limit=21")).text())
                .endsWith(
                        "Without the parameters set: 2 alarms, 2 cases; with them: 2 alarms, 2"
                                + " cases. No alarm and no case differs.");
    }

    @Test
    void aParameterOfAPolicyIsTriedLikeThoseOfRules() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String device : List.of("C-1", "C-2")) {
            String payload = "{\"overflow\":true,\"seq\":9,\"time\":\"2026-03-01T08:00:00Z\"}";
            lines.append("{\"device\":\"")
                    .append(device)
                    .append("\",\"receivedAt\":\"2026-03-01T08:00:00.100Z\",")
                    .append("\"channel\":\"v1/frames\",\"payload\":\"")
                    .append(Base64.getEncoder().encodeToString(payload.getBytes(UTF_8)))
                    .append("\"}\n");
        }
        Files.writeString(frames, lines);

        BacktestResult result =
                run(
                        new Until.Time(Instant.parse("2026-03-01T08:10:00Z")),
                        List.of("area:M3/area-overflow.devices=2"));

        assertThat(result.text())
                .endsWith(
                        """
                        Without the parameters set: 2 alarms, 2 cases; with them: 2 alarms, 1 case.
                          case area-overflow of drainage_main:M3: new
                          case sewer-overflow of device:C-1: gone
                          case sewer-overflow of device:C-2: gone\
                        """);
    }

    @Test
    void theOrderOfLinesInTheFileDoesNotMatter() throws IOException {
        run(new Until.Time(THREE_DAYS_ON));
        List<String> first = withoutLineNumbers();
        List<String> lines = new ArrayList<>(Files.readAllLines(frames));
        Collections.shuffle(lines, new Random(7));
        Files.write(frames, lines);

        run(new Until.Time(THREE_DAYS_ON));

        assertThat(withoutLineNumbers()).isEqualTo(first);
    }

    @Nested
    class Faults {
        @Test
        void areAllToldAtOnceAndNothingIsWritten() throws IOException {
            Files.writeString(
                    devices, "id,profile\nC-1,generic-manhole-cove\nC-1,generic-manhole-cover\n");
            Files.writeString(
                    frames,
                    """
                    {"device":"C-1","receivedAt":"2026-03-01T08:00:00Z","payload":"e30="}
                    {"device":"C-1","receivedAt":"yesterday","payload":"e30="}
                    {"device":"C 1","receivedAt":"2026-03-01T08:00:00Z","payload":"e30="}
                    {"device":"C-1","receivedAt":"2026-03-01T08:00:00Z","payload":"e3*="}
                    {"device":"C-1","receivedAt":"2026-03-01T08:00:00Z"}
                    """);

            BacktestResult result = run(new Until.LastFrame());

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.text())
                    .isEqualTo(
                            """
                            DEVICES:2: profile "generic-manhole-cove" is unknown; did you mean "generic-manhole-cover"?
                            DEVICES:3: id C-1 stands twice; remove one of the lines
                            FRAMES:2: frame.receivedAt: Text 'yesterday' could not be parsed at index 0
                            FRAMES:3: frame.device: device id "C 1" is not 1 to 128 characters of letters, digits and . _ : - ; choose such an id
                            FRAMES:4: frame.payload: Illegal base64 character 2a
                            FRAMES:5: frame.payload must be a text, not missing\
                            """
                                    .replace("DEVICES", devices.toString())
                                    .replace("FRAMES", frames.toString()));
            assertThat(out).doesNotExist();
        }

        @Test
        void ofParametersSetAreToldWithTheRulesThatThereAre() {
            assertThat(
                            run(
                                            new Until.LastFrame(),
                                            List.of(
                                                    "methane-hihg.limit=30",
                                                    "methane-high.limt=30",
                                                    "battery-low.limit=80"))
                                    .text())
                    .isEqualTo(
                            """
                            RULES: no pack has the rule "methane-hihg" that a parameter is set of; did you mean "methane-high"?
                            RULES/cover.rules.yaml: the rule "methane-high" has no parameter "limt"; did you mean "limit"?
                            RULES/cover.rules.yaml: battery-low.limit is 1 to 50, not 80; choose a value within
                            RULES/parking.rules.yaml: battery-low.limit is 1 to 50, not 80; choose a value within\
                            """
                                    .replace("RULES", rules.toString()));
            assertThat(out).doesNotExist();
        }

        @Test
        void ofFramesAreToldUpToTwentyAndThenCounted() throws IOException {
            Files.writeString(frames, "{}\n".repeat(20));
            assertThat(run(new Until.LastFrame()).text().lines())
                    .hasSize(20)
                    .endsWith(frames + ":20: frame.device must be a text, not missing");

            Files.writeString(frames, "{}\n".repeat(21));
            assertThat(run(new Until.LastFrame()).text().lines())
                    .hasSize(21)
                    .endsWith(
                            frames + ":20: frame.device must be a text, not missing",
                            frames + ": 1 more lines have faults; mend these first");
        }

        @Test
        void ofDevicesAreToldUpToTwentyAndThenCounted() throws IOException {
            Files.writeString(devices, "id,profile\n" + "C-1\n".repeat(20));
            assertThat(run(new Until.LastFrame()).text().lines()).hasSize(20);

            Files.writeString(devices, "id,profile\n" + "C-1\n".repeat(21));
            assertThat(run(new Until.LastFrame()).text().lines())
                    .hasSize(21)
                    .endsWith(devices + ": 1 more lines have faults; mend these first");
        }

        @Test
        void ofARulePackShowTheLine() throws IOException {
            Files.writeString(rules.resolve("cover.rules.yaml"), "- id: Bad\n");

            BacktestResult result = run(new Until.LastFrame());

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.text()).startsWith(rules + "/cover.rules.yaml:1:");
        }

        @Test
        void aDirectoryWithoutRulesIsOne() throws IOException {
            rules = Files.createDirectory(directory.resolve("none"));

            assertThat(run(new Until.LastFrame()).text())
                    .isEqualTo(
                            rules + ": the directory has no file *.rules.yaml; name one that has");
        }

        @Test
        void aFileThatIsNotThereIsWrongUsage() {
            frames = directory.resolve("none.jsonl");

            BacktestResult result = run(new Until.LastFrame());

            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.text()).isEqualTo(frames + " cannot be read: it is not there");
        }

        @Test
        void anOutputThatCannotBeWrittenIsWrongUsage() {
            out = directory.resolve("none/out.jsonl");

            BacktestResult result = run(new Until.LastFrame());

            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.text()).isEqualTo(out + ".part cannot be written: it is not there");
        }
    }

    @Test
    void profilesOfOneDirectoryGoBeforeShippedOnes() throws IOException {
        Path profiles = Files.createDirectory(directory.resolve("profiles"));
        Files.writeString(profiles.resolve("x.profile.yaml"), "id: [");

        BacktestResult result =
                Backtest.run(
                        new BacktestArguments(
                                devices,
                                frames,
                                rules,
                                out,
                                List.of(profiles),
                                List.of(),
                                new Until.LastFrame()));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.text()).startsWith(profiles + "/x.profile.yaml:1:");
    }

    private BacktestResult run(Until until) {
        return run(until, List.of());
    }

    private BacktestResult run(Until until, List<String> overrides) {
        return Backtest.run(
                new BacktestArguments(
                        devices,
                        frames,
                        rules,
                        out,
                        List.of(),
                        overrides.stream().map(ParameterOverride::parse).toList(),
                        until));
    }

    private List<String> withoutLineNumbers() throws IOException {
        return Files.readAllLines(out).stream()
                .map(line -> line.replaceAll(",\"line\":\\d+", ""))
                .toList();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(BacktestTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
