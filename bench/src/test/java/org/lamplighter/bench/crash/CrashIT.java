// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.bench.load.Ledger;
import org.lamplighter.bench.load.LoadPlan;
import org.lamplighter.bench.load.LoadReport;
import org.lamplighter.bench.load.LoadRun;
import org.lamplighter.bench.load.Pace;
import org.lamplighter.bench.load.PayloadTemplate;
import org.lamplighter.bench.load.Sender;
import org.lamplighter.bench.up.UpProcess;
import org.lamplighter.cli.receive.Receiver;
import org.lamplighter.cli.rest.RestClient;
import org.lamplighter.cli.up.Ports;
import org.lamplighter.cli.up.StartupException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * P1, P2, P3, P8 under {@code kill -9}: {@code up} takes 500 frames a second and dies at a random
 * moment; afterwards its books are compared, frame by frame, with the ledger of the clients.
 *
 * <p>Each wave has devices of its own, each of which raises one alarm when the wave begins, so that
 * cases are opened and sent right where the kill falls.
 */
final class CrashIT {
    private static final Path LIB = Path.of("..", "cli", "target", "lib");
    private static final String SECRET = "whsec_bGFtcGxpZ2h0ZXItZW5kLXRvLWVuZC10ZXN0";
    private static final int DEVICES = 40;
    private static final int PER_SECOND = 500;
    private static final int FRAMES = 5_000;

    /** It lives for seconds: what makes a start slow is not worth it. */
    private static final String JIT = "-XX:TieredStopAtLevel=1";

    private static final Duration LATEST_KILL = Duration.ofSeconds(8);
    private static final Duration SETTLED = Duration.ofSeconds(60);

    @TempDir Path folder;

    private final Told told = new Told();

    @Test
    void oneKillLosesNothingAndDoublesNothing() throws Exception {
        killUnderLoad(1);
    }

    @Test
    @Tag("faults")
    void fiveKillsLoseNothingAndDoubleNothing() throws Exception {
        killUnderLoad(5);
    }

    private void killUnderLoad(int kills) throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed of the moments: " + seed);
        Random random = new Random(seed);
        Ports ports = freePorts();
        Path data = folder.resolve("data");
        Reconciliation books = new Reconciliation(told);
        try (Receiver receiver = Receiver.start(0, SECRET, told::take)) {
            UpProcess up = UpProcess.start(LIB, data, ports, JIT);
            System.out.println("first start: " + up.readyLine());
            try {
                addTarget(up, receiver.port());
                for (int wave = 1; wave <= kills; wave++) {
                    List<Sender> senders = register(up, wave);
                    Path file = folder.resolve("ledger-" + wave + ".jsonl");
                    CompletableFuture<LoadReport> load = begin(ports, senders, file);
                    long millis = random.nextLong(LATEST_KILL.toMillis());
                    awaitMoment(load, millis);
                    up.kill();
                    up = UpProcess.start(LIB, data, ports, JIT);
                    System.out.printf(
                            "kill %d at %d ms: %s after it%n", wave, millis, up.readyLine());
                    books.add(load.get(3, TimeUnit.MINUTES), Ledger.read(file));
                }
                told.awaitOpened(kills * DEVICES, SETTLED);
                List<String> audit = up.audit(LIB);
                System.out.println(String.join("\n", audit));
                try (Connection database = up.database()) {
                    books.compare(database, receiver.counts().repeated());
                }
                System.out.println(books.toText());
                assertThat(books.faults()).isEmpty();
                assertThat(books.cases()).isEqualTo(kills * DEVICES);
                assertThat(audit.getLast()).isEqualTo("every difference is 0");
            } finally {
                up.close();
            }
        }
    }

    private static CompletableFuture<LoadReport> begin(
            Ports ports, List<Sender> senders, Path file) {
        LoadPlan plan =
                LoadPlan.of(
                                new InetSocketAddress(
                                        InetAddress.getLoopbackAddress(), ports.mqtt()),
                                senders,
                                new Pace.Open(PER_SECOND),
                                Duration.ofMinutes(2),
                                PayloadTemplate.parse(PayloadTemplate.METHANE_HIGH))
                        .withFrames(FRAMES)
                        .withDrain(Duration.ofMinutes(1));
        CompletableFuture<LoadReport> report = new CompletableFuture<>();
        Thread.ofPlatform()
                .name("load")
                .start(
                        () -> {
                            try (Ledger ledger = Ledger.open(file)) {
                                LoadReport done =
                                        LoadRun.run(plan, Map.of(), Optional.of(ledger), 1);
                                ledger.close();
                                report.complete(done);
                            } catch (Exception e) {
                                report.completeExceptionally(e);
                            }
                        });
        return report;
    }

    /** Lets the load run until a moment, which is before its end. */
    private static void awaitMoment(CompletableFuture<LoadReport> load, long millis)
            throws Exception {
        try {
            load.get(millis, TimeUnit.MILLISECONDS);
            throw new AssertionError("the load ended before " + millis + " ms");
        } catch (TimeoutException theMoment) {
            assertThat(load).isNotDone();
        }
    }

    private static void addTarget(UpProcess up, int port) throws Exception {
        ObjectNode target = JsonNodeFactory.instance.objectNode();
        target.put("name", "city")
                .put("url", "http://127.0.0.1:" + port + "/")
                .put("secret", SECRET);
        try (RestClient rest = up.rest()) {
            assertThat(rest.post("/api/v1/targets", target).status()).isEqualTo(201);
        }
    }

    private static List<Sender> register(UpProcess up, int wave) throws Exception {
        List<Sender> senders = new ArrayList<>();
        try (RestClient rest = up.rest()) {
            for (int i = 1; i <= DEVICES; i++) {
                String id = "W" + wave + "-" + i;
                Sender sender = new Sender(id, "a-token-of-" + id + "-for-tests");
                ObjectNode device = JsonNodeFactory.instance.objectNode();
                device.put("id", id)
                        .put("profile", "generic-manhole-cover")
                        .put("token", sender.token());
                assertThat(rest.post("/api/v1/devices", device).status()).isEqualTo(201);
                senders.add(sender);
            }
        }
        return senders;
    }

    private static Ports freePorts() {
        Random random = new Random();
        while (true) {
            Ports ports = new Ports(random.nextInt(10_000, 23_000));
            try {
                ports.requireFree();
                return ports;
            } catch (StartupException taken) {
                // the next one, then
            }
        }
    }
}
