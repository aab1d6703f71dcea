// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.backtest.BacktestArguments.Until;
import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.rule.ShippedPacks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a back-test takes in, at its limit and one past it. */
final class BacktestBoundsTest {
    private static final String DEVICES = "id,profile\nC-1,generic-manhole-cover\n";
    private static final String FRAME =
            "{\"device\":\"C-1\",\"receivedAt\":\"2026-03-01T08:00:00Z\",\"payload\":\"e30=\"}\n";
    private static final BacktestLimits LIMITS = BacktestLimits.DEFAULT;

    @TempDir private Path directory;
    private Path devices = Path.of("");
    private Path frames = Path.of("");
    private Path rules = Path.of("");
    private Path profiles = Path.of("");

    @BeforeEach
    void layOutFiles() throws IOException {
        devices = Files.writeString(directory.resolve("devices.csv"), DEVICES);
        frames = Files.writeString(directory.resolve("frames.jsonl"), FRAME);
        rules = Files.createDirectory(directory.resolve("rules"));
        profiles = Files.createDirectory(directory.resolve("profiles"));
        Files.writeString(rules.resolve("a.rules.yaml"), ShippedPacks.all().getFirst().yaml());
    }

    @Test
    void theProductTakesAMillionFramesWith128MebibytesOfPayload() {
        assertThat(LIMITS)
                .isEqualTo(
                        new BacktestLimits(
                                1_000_000, 134_217_728, 131_072, 16_777_216, 1_048_576, 10_000));
    }

    @Test
    void itsNumberOfFramesIsTakenAndOneMoreIsNot() throws IOException {
        BacktestLimits three =
                new BacktestLimits(3, 1000, LIMITS.lineLength(), 1000, LIMITS.yamlBytes(), 1);
        Files.writeString(frames, FRAME.repeat(3));
        assertThat(run(three).text()).startsWith("3 frames: ");

        Files.writeString(frames, FRAME.repeat(4));
        assertThat(run(three))
                .isEqualTo(
                        BacktestResult.faulty(
                                frames
                                        + ":4: a back-test takes at most 3 frames with 1000 bytes"
                                        + " of payload; split the file by devices or by time"));
    }

    @Test
    void itsBytesOfPayloadAreTakenAndOneMoreIsNot() throws IOException {
        BacktestLimits limits =
                new BacktestLimits(9, 6, LIMITS.lineLength(), 1000, LIMITS.yamlBytes(), 1);
        Files.writeString(frames, FRAME.repeat(3));
        assertThat(run(limits).text()).startsWith("3 frames: ");

        Files.writeString(frames, FRAME.repeat(2) + FRAME.replace("e30=", "e30g"));
        assertThat(run(limits))
                .isEqualTo(
                        BacktestResult.faulty(
                                frames
                                        + ":3: a back-test takes at most 9 frames with 6 bytes of"
                                        + " payload; split the file by devices or by time"));
    }

    @Test
    void aLineHas131072CharactersAndOneOfOneMoreIsAFault() throws IOException {
        int room = LIMITS.lineLength() - FRAME.length() + 1;
        Files.writeString(frames, " ".repeat(room) + FRAME + FRAME.replace("\n", "\r\n"));
        assertThat(run(LIMITS).text()).startsWith("2 frames: ");

        Files.writeString(frames, " ".repeat(room + 1) + FRAME + FRAME);
        assertThat(run(LIMITS))
                .isEqualTo(
                        BacktestResult.faulty(
                                frames
                                        + ":1: a line has at most 131072 characters, and this one"
                                        + " has more; write one frame a line"));
    }

    @Test
    void theFileOfDevicesHasItsBytesAndALargerOneIsNotRead() throws IOException {
        BacktestLimits limits =
                new BacktestLimits(
                        9, 99, LIMITS.lineLength(), DEVICES.length(), LIMITS.yamlBytes(), 1);
        assertThat(run(limits).exitCode()).isZero();

        Files.writeString(devices, DEVICES + "\n");
        assertThat(run(limits).text())
                .isEqualTo(
                        devices
                                + " is larger than "
                                + DEVICES.length()
                                + " bytes; name another, or split it");
    }

    @Test
    void aPackOfOneMebibyteIsReadAndALargerOneIsNot() throws IOException {
        Path pack = rules.resolve("b.rules.yaml");
        Files.writeString(pack, "x".repeat(1_048_576));
        assertThat(run(LIMITS).text())
                .contains("a source has at most 262144 characters, not 1048576 [TOO_LARGE]");

        Files.writeString(pack, "x".repeat(1_048_577));
        assertThat(run(LIMITS).text())
                .isEqualTo(pack + " is larger than 1048576 bytes; name another, or split it");
    }

    @Test
    void aDirectoryHas64PacksAndOneOfMoreIsAFault() throws IOException {
        String pack = Files.readString(rules.resolve("a.rules.yaml"));
        for (int i = 1; i < 64; i++) {
            Files.writeString(rules.resolve("p" + i + ".rules.yaml"), pack);
        }
        assertThat(run(LIMITS).exitCode()).isZero();

        Files.writeString(rules.resolve("q.rules.yaml"), pack);
        assertThat(run(LIMITS))
                .isEqualTo(
                        BacktestResult.faulty(
                                rules
                                        + ": the directory has more than 64 files *.rules.yaml;"
                                        + " leave some out"));
    }

    @Test
    void aDirectoryHasItsNumberOfProfilesAndOneOfMoreIsAFault() throws IOException {
        BacktestLimits one =
                new BacktestLimits(9, 99, LIMITS.lineLength(), 1000, LIMITS.yamlBytes(), 1);
        String profile = ShippedProfiles.all().getFirst().yaml();
        Files.writeString(profiles.resolve("a.profile.yaml"), profile);
        assertThat(run(one).exitCode()).isZero();

        Files.writeString(profiles.resolve("b.profile.yaml"), profile);
        assertThat(run(one).text())
                .isEqualTo(
                        profiles
                                + ": the directory has more than 1 files *.profile.yaml; leave some"
                                + " out");
    }

    private BacktestResult run(BacktestLimits limits) {
        return Backtest.run(
                new BacktestArguments(
                        devices,
                        frames,
                        rules,
                        directory.resolve("out.jsonl"),
                        List.of(profiles),
                        List.of(),
                        new Until.LastFrame()),
                limits);
    }
}
