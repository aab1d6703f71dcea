// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.embedded.EmbeddedKafka;
import org.lamplighter.gateway.Gateway;
import org.lamplighter.gateway.GatewayConfig;
import org.lamplighter.gateway.log.KafkaConfig;
import org.lamplighter.gateway.transport.ListenAddress;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The load tool against a real gateway. */
@Timeout(120)
class LoadIT {
    private static final int DEVICES = 20;

    @TempDir static Path directory;

    private static EmbeddedKafka kafka;
    private static Gateway gateway;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        Target.provision(kafka.bootstrapServers(), DEVICES);
        ListenAddress any = ListenAddress.loopback(0);
        gateway =
                Gateway.start(
                        GatewayConfig.defaults()
                                .withKafka(
                                        KafkaConfig.DEFAULT.withBootstrap(kafka.bootstrapServers()))
                                .withAddresses(any, any, any));
        assertThat(gateway.awaitReady(Duration.ofSeconds(30))).isTrue();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        kafka.close();
    }

    @Test
    void countsEveryFrameOfAClosedLoopOnceAndWritesItsLedger() throws Exception {
        Path file = directory.resolve("ledger.jsonl");
        LoadReport report;
        try (Ledger ledger = Ledger.open(file)) {
            report =
                    LoadRun.run(plan(new Pace.Closed(10), 5_000), Map.of(), Optional.of(ledger), 2);
        }

        assertThat(report.sent()).isEqualTo(5_000);
        assertThat(report.acknowledged()).isEqualTo(5_000);
        assertThat(report.unanswered()).isZero();
        assertThat(report.failed()).isZero();
        List<Ledger.Entry> entries = Ledger.read(file);
        assertThat(entries).filteredOn(it -> it.event() == Ledger.Event.SEND).hasSize(5_000);
        assertThat(entries).filteredOn(it -> it.event() == Ledger.Event.ACK).hasSize(5_000);
    }

    @Test
    void keepsTheRateOfAnOpenLoopAndMeasuresFromWhenAFrameWasDue() throws Exception {
        long pid = ProcessHandle.current().pid();
        long start = System.nanoTime();

        LoadReport report =
                LoadRun.run(
                        plan(new Pace.Open(1_000), 2_000),
                        Map.of("gateway", pid),
                        Optional.empty(),
                        1);

        assertThat(report.acknowledged()).isEqualTo(2_000);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThan(Duration.ofMillis(1_900));
        assertThat(report.latencies().getTotalCount()).isEqualTo(2_000);
        assertThat(report.cpuMicros()).containsKeys("gateway", "generator");
        assertThat(report.toText()).contains("sent 2,000 · acknowledged 2,000 · unanswered 0");
        assertThat(report.toJson()).startsWith("{\"sent\":2000,\"acknowledged\":2000,");
    }

    @Test
    void sendsAFrameOfAnOpenLoopWhenItIsDueAndNotAnIntervalLater() throws Exception {
        long interval = TimeUnit.MILLISECONDS.toNanos(400);

        LoadReport report = LoadRun.run(plan(new Pace.Open(2.5), 5), Map.of(), Optional.empty(), 1);

        assertThat(report.acknowledged()).isEqualTo(5);
        assertThat(report.latencies().getValueAtPercentile(50)).isLessThan(interval);
    }

    private static LoadPlan plan(Pace pace, long frames) {
        InetSocketAddress target = gateway.mqttAddress();
        return LoadPlan.of(
                        target,
                        Sender.numbered(DEVICES),
                        pace,
                        Duration.ofSeconds(60),
                        PayloadTemplate.parse(PayloadTemplate.METHANE_HIGH))
                .withFrames(frames);
    }
}
