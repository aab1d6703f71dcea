// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.running;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.cli.Run;

import java.nio.file.Files;
import java.nio.file.Path;

final class SimulateCommandTest {
    @TempDir private Path data;

    @Test
    void registersTheDevicesAndSaysThatNoGatewayAcknowledgedThem() throws Exception {
        Files.writeString(data.resolve("admin.token"), "secret-token");
        try (AnsweringDesk desk = AnsweringDesk.answering(201, "{}")) {
            Run run =
                    Run.of(
                            "simulate",
                            "--devices",
                            "3",
                            "--seconds",
                            "1",
                            "--data",
                            data.toString(),
                            "--port-offset",
                            desk.offset());

            int mqtt = 1883 + Integer.parseInt(desk.offset());
            assertThat(run)
                    .isEqualTo(
                            new Run(
                                    1,
                                    "3 devices, 1 s, 0 reports acknowledged, 0 of them by CoAP\n",
                                    "lamplighter: no report was acknowledged; does the gateway"
                                            + " listen on 127.0.0.1:"
                                            + mqtt
                                            + "?\n"));
            assertThat(desk.requests())
                    .hasSize(3)
                    .allMatch(request -> request.startsWith("POST /api/v1/devices "));
        }
    }

    @Test
    void saysWhatAnAddressOfABrokerIsAndThatItsPasswordCannotBeRead() {
        assertThat(Run.of("simulate", "--broker", "mqtt.example").err())
                .startsWith(
                        "--broker: the broker's address is tcp://HOST:PORT or ssl://HOST:PORT, not"
                                + " \"mqtt.example\"\nUsage: lamplighter simulate");
        String file = data.resolve("none").toString();
        assertThat(
                        Run.of(
                                        "simulate",
                                        "--broker",
                                        "tcp://mqtt.example:1883",
                                        "--broker-password-file",
                                        file)
                                .err())
                .startsWith(
                        "the broker's password cannot be read from "
                                + file
                                + "; name a file with the password alone by"
                                + " --broker-password-file FILE\n");
    }

    @Test
    void boundsTheCity() {
        Run run = Run.of("simulate", "--devices", "1001");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith(
                        "--devices must be 1 to 1000, not 1001; choose such a number\n"
                                + "Usage: lamplighter simulate");
    }

    @Test
    void takesACityOf1000DevicesButNotForMoreThanADay() {
        Run run = Run.of("simulate", "--devices", "1000", "--seconds", "86401");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("--seconds must be 1 to 86400, not 86401; choose such a number\n");
    }

    @Test
    void takesACityOf1000DevicesForADay() {
        Run run =
                Run.of(
                        "simulate",
                        "--devices",
                        "1000",
                        "--seconds",
                        "86400",
                        "--data",
                        data.toString());

        assertThat(run.err())
                .startsWith("lamplighter: the admin token cannot be read from " + data);
    }

    @Test
    void takesACityOfOneDeviceForASecond() {
        assertThat(Run.of("simulate", "--devices", "0").err())
                .startsWith("--devices must be 1 to 1000, not 0; choose such a number\n");
        assertThat(Run.of("simulate", "--devices", "1", "--seconds", "0").err())
                .startsWith("--seconds must be 1 to 86400, not 0; choose such a number\n");
    }
}
