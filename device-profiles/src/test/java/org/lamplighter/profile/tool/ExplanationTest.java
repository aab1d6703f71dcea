// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.profile.ShippedProfiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a person sees who writes a profile: every byte, and what became of it. */
class ExplanationTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir private Path directory;

    private Path shipped(String id) throws IOException {
        ShippedProfiles.Shipped shipped = ShippedProfiles.require(id);
        return Files.writeString(directory.resolve(shipped.fileName()), shipped.yaml());
    }

    private Path profile(String points, String layout) throws IOException {
        return Files.writeString(
                directory.resolve("acme-x1.profile.yaml"),
                """
                profile: acme-x1
                kind: manhole-cover
                vendor: Acme
                model: X1
                report: { every: 24h }
                points: %s
                layout:
                  binary:
                %s
                """
                        .formatted(points, layout.indent(4)));
    }

    private static String table(ToolResult result) {
        return result.text().split("\n\n", 2)[0] + "\n";
    }

    @Test
    void showsEveryFieldOfAFrame() throws IOException {
        ToolResult result =
                ProfileCommands.decodeHex(
                        shipped("dingtek-dc410"),
                        "80 00 01 02 11 00 f0 00 08 01 2d 10 11 01 00 00 81",
                        "",
                        NOON,
                        true);

        assertThat(table(result))
                .isEqualTo(
                        """
                        offset  bytes  field                      raw  value
                             0         case 0x2
                             0           layout data
                             0             layout head
                             0  80 00        bytes                     as it must be
                             2  01 02        skip
                             4  11           u8                   17   the frame's length
                             5  00 f0      u16                    240  distance = 24.0 cm
                             7  00         u8 as located          0
                             8  08         s8                     8    temperature = 8.0 Cel
                             9  01 2d      u8 sign: leading-byte  -45  tilt = -45.0 deg
                            11             layout alarms
                            11  10           u8 bits 4-7          1    overflow = true
                            12  11           u8 bits 4-7          1    moved = true
                                             u8 bits 0-3          1    battery_low = true
                            13  01 00      u16                    256  frame_counter = 256.0
                            15  00         skip
                            16  81         bytes                       as it must be
                        """);
        assertThat(result.text()).contains("\n\n{\"profile\":\"dingtek-dc410\"");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void showsAnEnvelopeAndTheBytesInside() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("acme-x1.profile.yaml"),
                        """
                        profile: acme-x1
                        kind: water-level
                        vendor: Acme
                        model: X1
                        report: { every: 24h }
                        points: { level: { unit: cm }, rssi: { unit: "dB{mW}" } }
                        layout:
                          wrap:
                            base64: $.data
                            members: { $.rx.rssi: rssi }
                            inside: { binary: { fields: [ { type: u16, point: level } ] } }
                        """);

        ToolResult result =
                ProfileCommands.decodeText(
                        file, "{\"data\":\"AHs=\",\"rx\":{\"rssi\":-97}}", "", NOON, true);

        assertThat(table(result))
                .isEqualTo(
                        """
                        offset  bytes              field    raw     value
                             8  22 41 48 73 3d 22  data     "AHs="
                            28  2d 39 37           rx.rssi  -97
                        inside
                        offset  bytes  field  raw  value
                             0  00 7b  u16    123  level = 123.0 cm
                        """);
    }

    @Test
    void showsTheBytesOfAPayloadThatIsText() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("acme-x1.profile.yaml"),
                        """
                        profile: acme-x1
                        kind: water-level
                        vendor: Acme
                        model: X1
                        report: { every: 24h }
                        points: { level: { unit: cm } }
                        layout:
                          wrap:
                            hex: payload
                            inside: { binary: { fields: [ { type: u16, point: level } ] } }
                        """);

        assertThat(table(ProfileCommands.decodeText(file, "007b", "", NOON, true)))
                .isEqualTo(
                        """
                        offset  bytes  field  raw  value
                             0  00 7b  u16    123  level = 123.0 cm
                        """);
        assertThat(table(ProfileCommands.decodeText(file, "007", "", NOON, true)))
                .isEqualTo(
                        """
                        offset  bytes     field           raw  value
                             0  30 30 37  the whole text       FAULT
                        """);
    }

    @Test
    void leavesOutWhatItDoesNotKnowOfADocument() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("acme-x1.profile.yaml"),
                        """
                        profile: acme-x1
                        kind: water-level
                        vendor: Acme
                        model: X1
                        report: { every: 24h }
                        points: { level: { unit: cm } }
                        layout: { json: { members: { $.a.l: level } } }
                        """);

        assertThat(table(ProfileCommands.decodeText(file, "{\"a\":{\"l\":7}}", "", NOON, true)))
                .isEqualTo(
                        """
                        offset  bytes  field  raw  value
                            10  37     a.l    7
                        """);
    }

    @Test
    void showsWhatFollowsAnAbsentValueOfAPointThatThereIsNot() throws IOException {
        Path file =
                profile(
                        "{ relay_1: { unit: A }, level: { unit: cm } }",
                        """
                        fields:
                          - { type: u8, name: n }
                          - { type: u8, point: "relay_{n}", absent: [ 0xff ] }
                          - { type: u8, point: level }
                        """);

        assertThat(table(ProfileCommands.decodeHex(file, "09 ff 07", "", NOON, true)))
                .isEqualTo(
                        """
                        offset  bytes  field    raw  value
                             0  09     u8 as n  9
                             1  ff     u8       255  relay_9 = no value
                             2  07     u8       7    level = 7.0 cm
                        """);
    }

    @Test
    void saysWhoseReadingItIs() throws IOException {
        Path file =
                profile(
                        "{ level: { unit: cm } }",
                        """
                        fields:
                          - { type: u8, name: n }
                          - reading:
                              child: "lamp-{n}"
                              fields: [ { type: u8, point: level } ]
                        """);

        assertThat(ProfileCommands.decodeHex(file, "05 07", "", NOON, false).text())
                .startsWith("{\"child\":\"lamp-5\",\"profile\":\"acme-x1\"");
    }

    @Test
    void showsHowFarAFaultyFrameWasRead() throws IOException {
        ToolResult result =
                ProfileCommands.decodeHex(
                        shipped("dingtek-dc410"), "80 00 01 02 11 00 f0 00 08 01", "", NOON, true);

        assertThat(result.text())
                .isEqualTo(
                        """
                        offset  bytes  field            raw  value
                             0         case 0x2
                             0           layout data
                             0             layout head
                             0  80 00        bytes           as it must be
                             2  01 02        skip
                             4  11           u8         17   FAULT

                        {"fault":"WRONG_LENGTH","detail":"the frame says that it has 17 bytes, and has 10"}
                        """);
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void showsKeysCountsPartsAndReadingsOfTheirOwn() throws IOException {
        Path file =
                profile(
                        "{ level: { unit: cm }, battery: { unit: \"%\" }, id: { type: text } }",
                        """
                        fields:
                          - { type: u8, name: n }
                          - repeat:
                              count: { field: n }
                              fields:
                                - reading:
                                    history: true
                                    time: { before: received, step: 10m }
                                    fields: [ { type: u16, point: level, absent: [0xffff] } ]
                          - tlv:
                              key: [u8, u8]
                              length: u8
                              unknown: skip
                              tags:
                                "01 75": [ { type: u8, point: battery } ]
                                "02 10": [ { type: ascii, length: left, point: id } ]
                        """);

        ToolResult result =
                ProfileCommands.decodeHex(
                        file,
                        "02 00 64 ff ff 01 75 01 5c 09 09 02 00 00 02 10 02 41 42",
                        "",
                        NOON,
                        true);

        assertThat(table(result))
                .isEqualTo(
                        """
                        offset  bytes           field      raw    value
                             0  02              u8 as n    2
                             1                  round 0
                             1                    reading
                             1  00 64               u16    100    level = 100.0 cm
                             3                  round 1
                             3                    reading
                             3  ff ff               u16    65535  level = no value
                             5  01 75 01        key 01 75
                             8  5c                u8       92     battery = 92.0 %
                             9  09 09 02 00 00  not known
                            14  02 10 02        key 02 10
                            17  41 42             ascii           id = "AB"
                        """);
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void showsWhatIsWhereInJson() throws IOException {
        ToolResult result =
                ProfileCommands.decodeText(
                        shipped("generic-manhole-cover"),
                        "{\"seq\": 7, \"tilt\": 21.3, \"fw\": {\"v\": \"1\\n2\"}}",
                        "v1/frames",
                        NOON,
                        true);

        assertThat(table(result)).contains("tilt", "21.3", "tilt = 21.3 deg", "fw.v", "ignored");
        assertThat(table(result).lines()).hasSize(4);
    }

    @Test
    void showsJsonUpToWhereItEnds() throws IOException {
        ToolResult result =
                ProfileCommands.decodeText(
                        shipped("generic-manhole-cover"), "{\"tilt\": 21.3, ", "", NOON, true);

        assertThat(table(result)).contains("21.3", "not read, since the frame is not", "FAULT");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void timesTheExamplesWithTheMeterThatIsGiven() throws IOException {
        Meter meter =
                new Meter() {
                    private long nanos;
                    private long bytes;

                    @Override
                    public long nanos() {
                        nanos += 64_000;
                        return nanos;
                    }

                    @Override
                    public long allocatedBytes() {
                        bytes += 6_400;
                        return bytes;
                    }
                };

        ToolResult result =
                ProfileCommands.bench(
                        List.of(shipped("dingtek-dc410")), meter, Duration.ofNanos(64_000));

        assertThat(result.exitCode()).isZero();
        assertThat(result.text())
                .contains("    frames/s   ns/frame  bytes/frame  payload  readings  example\n")
                .contains(
                        "   1,000,000      1,000          100       17         1  heartbeat, all is"
                                + " well\n");
    }
}
