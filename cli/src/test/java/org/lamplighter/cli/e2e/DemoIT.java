// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.cli.rest.RestClient;
import org.lamplighter.cli.up.Ports;
import org.lamplighter.embedded.MosquittoBroker;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code up --demo}: devices that speak to the gateway, and some behind a broker of the city's. */
final class DemoIT {
    private static final String APPENDED = "lamplighter_gateway_frames_appended_total";
    private static final String BRIDGE = "input=\"bridge-demo\"";

    /** How many of the simulated devices are behind the broker. */
    private static final int BEHIND = 12;

    @TempDir Path folder;

    @Test
    void framesOfDevicesBehindABrokerAreArchivedAlsoAfterKillMinusNine() throws Exception {
        MosquittoBroker.require();
        Ports ports = Ports.anyFree();
        Path data = folder.resolve("data");
        Metrics gateway = new Metrics(ports.gatewayMetrics());
        RunningUp up = RunningUp.start(data, ports, "--demo");
        System.out.println("with the demo: " + up.readyLine());
        Eventually.equal(true, () -> gateway.sum(APPENDED, BRIDGE) >= BEHIND);
        assertThat(gateway.sum("lamplighter_gateway_input_up", BRIDGE)).isEqualTo(1);
        try (LogTail frames = LogTail.fromNow(ports, "frames");
                RestClient rest = up.rest()) {
            assertThat(frames.<String>await(DemoIT::tick)).contains("\"bridge-demo\"");
            for (String device : List.of("demo-cover-8", "demo-lamp-3", "demo-bay-3")) {
                Eventually.equal(true, () -> readings(rest, device) > 0);
            }
        }

        up.kill();
        assertThat(brokers(data)).as("its broker outlives it").isEqualTo(1);
        up = RunningUp.start(data, ports, "--demo");
        System.out.println("with the demo after kill -9: " + up.readyLine());
        Eventually.equal(true, () -> gateway.sum(APPENDED, BRIDGE) >= BEHIND);
        System.out.printf(
                "demo: %.0f frames by the bridge, %.0f by MQTT, %.0f by CoAP%n",
                gateway.sum(APPENDED, BRIDGE),
                gateway.sum(APPENDED, "input=\"mqtt\""),
                gateway.sum(APPENDED, "input=\"coaps\""));
        assertThat(brokers(data)).isEqualTo(1);
        assertThat(up.audit()).isEqualTo("every difference is 0");
        up.close();
        assertThat(brokers(data)).as("its broker ends with it").isZero();
    }

    private static Optional<String> tick(ConsumerRecord<byte[], byte[]> entry) {
        return LogTail.header(entry, "ce_type").equals("org.lamplighter.tick")
                ? Optional.of(new String(entry.value(), UTF_8))
                : Optional.empty();
    }

    private static int readings(RestClient rest, String device) {
        return rest.get("/api/v1/devices/" + device + "/readings").body().path("readings").size();
    }

    /** How many mosquittos serve a data directory. */
    private static long brokers(Path data) {
        String configuration = data.resolve("demo-broker").resolve("mosquitto.conf").toString();
        return ProcessHandle.allProcesses()
                .map(process -> process.info().arguments().orElse(new String[0]))
                .filter(arguments -> List.of(arguments).equals(List.of("-c", configuration)))
                .count();
    }
}
