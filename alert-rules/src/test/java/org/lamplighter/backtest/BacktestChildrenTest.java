// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.backtest.BacktestArguments.Until;
import org.lamplighter.rule.ShippedPacks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** The frames of a cabinet, of which one lamp is dark and another is not in the file of devices. */
class BacktestChildrenTest {
    private static final String CABINET =
            """
            profile: cabinet
            kind: light-cabinet
            vendor: test
            model: test
            report: { every: 1h }
            points:
              on: { type: flag }
              current: { unit: A }
            layout:
              binary:
                fields:
                  - { type: u8, use: sequence }
                  - repeat:
                      until: end
                      fields:
                        - { type: u8, name: lamp }
                        - reading:
                            child: "{lamp}"
                            fields:
                              - { type: u8, point: on }
                              - { type: u8, point: current, scale: 0.1 }
            """;

    @Test
    void theLampsOfACabinetAreDevicesOfTheirOwn(@TempDir Path directory) throws IOException {
        Path profiles = Files.createDirectory(directory.resolve("profiles"));
        Files.writeString(profiles.resolve("cabinet.profile.yaml"), CABINET);
        Path rules = Files.createDirectory(directory.resolve("rules"));
        for (ShippedPacks.Shipped pack : ShippedPacks.all()) {
            Files.writeString(rules.resolve(pack.name() + ".rules.yaml"), pack.yaml());
        }
        Path devices =
                Files.writeString(
                        directory.resolve("devices.csv"),
                        """
                        id,profile,parent
                        box.1,generic-streetlight,box
                        box,cabinet,
                        box.2,generic-streetlight,box
                        """);
        Path frames =
                Files.writeString(
                        directory.resolve("frames.jsonl"),
                        frame("box", 0, "01 010100 020104 090104")
                                + frame("box", 0, "01 010100 020104 090104")
                                + frame("box", 5, "02 010100 020104")
                                + frame("box.1", 6, "03 010104"));
        Path out = directory.resolve("out.jsonl");

        BacktestResult result =
                Backtest.run(
                        new BacktestArguments(
                                devices,
                                frames,
                                rules,
                                out,
                                List.of(profiles),
                                List.of(),
                                new Until.Time(Instant.parse("2026-03-01T20:30:00Z"))));

        assertThat(result.text())
                .startsWith(
                        "4 frames: 2 fresh, 1 duplicate, 1 quarantined; 0 late readings, 1 of"
                                + " children that are not registered.\n");
        assertThat(Files.readString(out))
                .contains("UNKNOWN_DEVICE: a child sends no frames itself")
                .contains("\"event\":\"alarm-raised\",\"rule\":\"lamp-out\",\"device\":\"box.1\"")
                .doesNotContain("box.2")
                .doesNotContain("box.9");
    }

    private static String frame(String device, int minute, String hex) {
        byte[] payload = HexFormat.of().parseHex(hex.replace(" ", ""));
        return "{\"device\":\"%s\",\"receivedAt\":\"2026-03-01T20:%02d:00Z\",\"payload\":\"%s\"}\n"
                .formatted(device, minute, Base64.getEncoder().encodeToString(payload));
    }
}
