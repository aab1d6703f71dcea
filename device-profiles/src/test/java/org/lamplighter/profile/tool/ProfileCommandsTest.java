// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.profile.ShippedProfiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

class ProfileCommandsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir private Path directory;
    private Path cover;
    private Path dingtek;

    @BeforeEach
    void writeProfiles() throws IOException {
        cover = write("generic-manhole-cover");
        dingtek = write("dingtek-dc410");
    }

    private Path write(String id) throws IOException {
        ShippedProfiles.Shipped shipped = ShippedProfiles.require(id);
        return Files.writeString(directory.resolve(shipped.fileName()), shipped.yaml());
    }

    @Test
    void checkSaysThatAProfileIsGood() {
        assertThat(ProfileCommands.check(List.of(cover)))
                .isEqualTo(new ToolResult(0, "ok    " + cover + "\n"));
    }

    @Test
    void checkShowsEveryIssueOfEveryFile() throws IOException {
        Path faulty = directory.resolve("faulty.profile.yaml");
        Files.writeString(
                faulty, Files.readString(cover).replace("kind: manhole-cover", "kind: manhole"));

        assertThat(ProfileCommands.check(List.of(faulty, dingtek)))
                .isEqualTo(
                        new ToolResult(
                                1,
                                faulty
                                        + ":6:7: a kind is one of manhole-cover, streetlight,"
                                        + " light-cabinet, parking-bay, water-level, rain-gauge,"
                                        + " gas, air-quality, waste-bin, door, meter, tracker, not"
                                        + " \"manhole\" [UNKNOWN_WORD]\n"
                                        + "    6 | kind: manhole\n"
                                        + "      |       ^^^^^^^\n"
                                        + "  use one of manhole-cover, streetlight, light-cabinet,"
                                        + " parking-bay, water-level, rain-gauge, gas,"
                                        + " air-quality, waste-bin, door, meter, tracker\n\n"
                                        + "FAIL  "
                                        + faulty
                                        + ": 1 issue\n"
                                        + "ok    "
                                        + dingtek
                                        + "\n"));
    }

    @Test
    void testRunsTheExamplesOfADirectory() {
        ToolResult result = ProfileCommands.test(List.of(directory));

        assertThat(result.exitCode()).isZero();
        assertThat(result.text())
                .contains("ok    " + dingtek + ":92 heartbeat, all is well\n")
                .endsWith("\n16 passed, 0 failed\n");
    }

    @Test
    void testShowsWhatDiffers() throws IOException {
        Files.writeString(
                cover,
                Files.readString(cover)
                        .replace("points: { open: true }", "points: { open: false, tilt: 3 }"));

        ToolResult result = ProfileCommands.test(List.of(cover));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.text())
                .contains(
                        """
                        FAIL  %s:38 without a time the received time counts
                                open: expected false, got true
                                tilt: expected 3.0, got nothing
                        """
                                .formatted(cover))
                .endsWith("\n7 passed, 1 failed\n");
    }

    @Test
    void testCountsAFaultyProfileAsAFailure() throws IOException {
        Path faulty = Files.writeString(directory.resolve("faulty.profile.yaml"), "kind: x\n");

        ToolResult result = ProfileCommands.test(List.of(faulty));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.text())
                .endsWith("FAIL  " + faulty + " is no valid profile\n0 passed, 1 failed\n");
    }

    @Test
    void decodeWritesTheReadingAsJson() {
        assertThat(
                        ProfileCommands.decodeHex(
                                        dingtek,
                                        "80 00 01 02 11 00 f0 00 08 01 2d 10 11 01 00 00 81",
                                        "",
                                        NOON,
                                        false)
                                .text())
                .startsWith(
                        "{\"profile\":\"dingtek-dc410\",\"eventTime\":\"2026-01-01T12:00:00Z\","
                                + "\"timeSource\":\"received\",\"sequence\":")
                .endsWith(
                        ",\"identity\":\"bytes\",\"marks\":[],\"ignoredMembers\":0,"
                                + "\"points\":{\"battery_low\":true,\"distance\":24,"
                                + "\"frame_counter\":256,\"moved\":true,\"overflow\":true,"
                                + "\"temperature\":8,\"tilt\":-45},\"units\":{\"distance\":\"cm\","
                                + "\"frame_counter\":\"1\",\"temperature\":\"Cel\","
                                + "\"tilt\":\"deg\"}}\n");
    }

    @Test
    void decodeTakesATextToo() {
        ToolResult result =
                ProfileCommands.decodeText(
                        cover, "{\"tilt\":21.3,\"time\":0}", "v1/frames", NOON, false);

        assertThat(result.exitCode()).isZero();
        assertThat(result.text())
                .contains("\"marks\":[\"clock-suspect\"]")
                .contains("\"points\":{\"tilt\":21.3}");
    }

    @Test
    void listNamesWhatComesWithTheProgramAndPrintsIt() {
        assertThat(ProfileCommands.list().text().lines())
                .hasSize(ShippedProfiles.all().size())
                .contains("dingtek-dc410                manhole-cover  Dingtek DC410")
                .contains("netvox-r311da                manhole-cover  Netvox R311DA");
        assertThat(ProfileCommands.show("dingtek-dc410").text())
                .isEqualTo(ShippedProfiles.require("dingtek-dc410").yaml());
        assertThat(ProfileCommands.show("dingtek"))
                .isEqualTo(
                        new ToolResult(
                                2,
                                "no profile \"dingtek\" comes with the program; profile list names"
                                        + " those that do\n"));
    }

    @Test
    void decodeFindsFramesInAStreamFirst() throws IOException {
        Path meter = directory.resolve("acme-m1.profile.yaml");
        Files.writeString(
                meter,
                """
                profile: acme-m1
                kind: meter
                vendor: Acme
                model: M1
                report: { every: 24h }
                framing:
                  start: 68
                  length: { at: 5, type: u8, plus: 8 }
                  tail: 16
                  checksum: { kind: sum8 }
                  identity: { at: 1, type: bcd, length: 4, order: little }
                  ack: "68 {identity} 00 {checksum} 16"
                points: { pulses: { unit: "1" } }
                layout: { binary: { fields: [ { skip: 6 }, { type: u16, point: pulses }, { skip: 2 } ] } }
                """);

        ToolResult result =
                ProfileCommands.decodeHex(meter, "ff 68 78563412 02 0007 85 16", "", NOON, false);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.text())
                .startsWith(
                        "{\"discarded\":\"ff\",\"bytes\":1,\"fault\":\"NO_START\"}\n"
                                + "{\"frame\":\"6878563412020007"
                                + "8516\",\"device\":\"12345678\",\"ack\":\"687856341200"
                                + "7c16\"}\n{\"profile\":\"acme-m1\"")
                .contains("\"points\":{\"pulses\":7}");
    }

    @Test
    void decodeSaysWhyAFrameIsNone() {
        assertThat(ProfileCommands.decodeHex(dingtek, "8000", "", NOON, false))
                .isEqualTo(
                        new ToolResult(
                                1,
                                "{\"fault\":\"TOO_SHORT\",\"detail\":\"the payload has 2 bytes, and"
                                        + " its layout needs 4\"}\n"));
    }

    @Test
    void wrongUsageIsOneSentence() {
        assertThat(ProfileCommands.decodeHex(dingtek, "8", "", NOON, false))
                .isEqualTo(
                        new ToolResult(
                                2,
                                "the payload is not hexadecimal: it needs two digits of 0-9 and a-f"
                                        + " for each byte; give a text with --text\n"));
        Path missing = directory.resolve("missing.profile.yaml");
        assertThat(ProfileCommands.check(List.of(missing)))
                .isEqualTo(new ToolResult(2, missing + " cannot be read: there is no such file\n"));
        assertThat(ProfileCommands.test(List.of()))
                .isEqualTo(
                        new ToolResult(
                                2,
                                "no profile was named; name a file that ends with"
                                        + " .profile.yaml\n"));
    }

    @Test
    void aFileOfOneMebibyteIsReadAndALargerOneIsNot() throws IOException {
        Path large = directory.resolve("large.profile.yaml");
        Files.writeString(large, "x".repeat(1024 * 1024));
        assertThat(ProfileCommands.check(List.of(large)).text())
                .contains("a source has at most 262144 characters, not 1048576 [TOO_LARGE]");

        Files.writeString(large, "x".repeat(1024 * 1024 + 1));
        assertThat(ProfileCommands.check(List.of(large)))
                .isEqualTo(
                        new ToolResult(
                                2, large + " is larger than 1048576 bytes; it is no profile\n"));
    }

    @Test
    void aDirectoryIsSearchedEightLevelsDeep() throws IOException {
        Path top = Files.createDirectory(directory.resolve("top"));
        Path eighth = Files.createDirectories(top.resolve("2/3/4/5/6/7/8"));
        Path ninth = Files.createDirectory(eighth.resolve("9"));
        Files.copy(cover, ninth.resolve("a.profile.yaml"));
        assertThat(ProfileCommands.check(List.of(top)))
                .isEqualTo(
                        new ToolResult(
                                2,
                                top + " holds no profile; their files end with .profile.yaml\n"));

        Path reached = Files.copy(cover, eighth.resolve("a.profile.yaml"));
        assertThat(ProfileCommands.check(List.of(top)).text()).isEqualTo("ok    " + reached + "\n");
    }
}
