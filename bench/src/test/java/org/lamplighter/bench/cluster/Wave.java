// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.bench.load.Ledger;
import org.lamplighter.bench.load.LoadPlan;
import org.lamplighter.bench.load.LoadReport;
import org.lamplighter.bench.load.LoadRun;
import org.lamplighter.bench.load.Pace;
import org.lamplighter.bench.load.PayloadTemplate;
import org.lamplighter.bench.load.Sender;
import org.lamplighter.cli.rest.RestClient;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A load by devices of its own, some at each gateway, each of which raises one alarm with its first
 * frame. Not thread-safe.
 */
final class Wave {
    private static final Duration DRAIN = Duration.ofMinutes(2);

    private final int number;
    private final List<List<Sender>> senders = new ArrayList<>();
    private final List<Path> ledgers = new ArrayList<>();
    private final List<CompletableFuture<LoadReport>> loads = new ArrayList<>();

    private int acknowledged;

    Wave(int number) {
        this.number = number;
    }

    /** Registers its devices, so many for each gateway. */
    void register(Cluster cluster, int gateways, int devices) throws Exception {
        try (RestClient rest = cluster.rest(1)) {
            for (int gateway = 1; gateway <= gateways; gateway++) {
                List<Sender> some = new ArrayList<>();
                for (int i = 1; i <= devices; i++) {
                    String id = prefix() + gateway + "-" + i;
                    Sender sender = new Sender(id, "a-token-of-" + id + "-for-tests");
                    ObjectNode device = JsonNodeFactory.instance.objectNode();
                    device.put("id", id)
                            .put("profile", "generic-manhole-cover")
                            .put("token", sender.token());
                    assertThat(rest.post("/api/v1/devices", device).status()).isEqualTo(201);
                    some.add(sender);
                }
                senders.add(some);
            }
        }
    }

    /** Begins to send so many frames a second through each gateway, so many frames in all. */
    void begin(Cluster cluster, Path folder, int perSecond, int frames) {
        for (int i = 0; i < senders.size(); i++) {
            LoadPlan plan =
                    LoadPlan.of(
                                    cluster.mqtt(i + 1),
                                    senders.get(i),
                                    new Pace.Open(perSecond),
                                    Duration.ofMinutes(3),
                                    PayloadTemplate.parse(PayloadTemplate.METHANE_HIGH))
                            .withFrames(frames)
                            .withDrain(DRAIN);
            Path file = folder.resolve("ledger-" + number + "-" + i + ".jsonl");
            ledgers.add(file);
            loads.add(run(plan, file));
        }
    }

    /** Lets the load go on for so long, which is not to its end. */
    void run(Duration moment) throws Exception {
        try {
            loads.getFirst().get(moment.toMillis(), TimeUnit.MILLISECONDS);
            throw new AssertionError("the load ended before " + moment);
        } catch (TimeoutException theMoment) {
            assertThat(loads.getFirst()).isNotDone();
        }
    }

    /** Waits for all answers and returns the books of all clients. */
    List<Ledger.Entry> end() throws Exception {
        List<Ledger.Entry> entries = new ArrayList<>();
        for (int i = 0; i < loads.size(); i++) {
            LoadReport report = loads.get(i).get(5, TimeUnit.MINUTES);
            assertThat(report.unanswered()).as("unanswered at gateway %d", i + 1).isZero();
            entries.addAll(Ledger.read(ledgers.get(i)));
        }
        acknowledged =
                (int)
                        entries.stream()
                                .filter(entry -> entry.event() == Ledger.Event.ACK)
                                .map(entry -> entry.device() + " " + entry.time())
                                .distinct()
                                .count();
        return entries;
    }

    /** How many frames were acknowledged, once it has ended. */
    int acknowledged() {
        return acknowledged;
    }

    int devices() {
        return senders.stream().mapToInt(List::size).sum();
    }

    /** What its devices' names begin with. */
    String prefix() {
        return "W" + number + "-";
    }

    private static CompletableFuture<LoadReport> run(LoadPlan plan, Path file) {
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
}
