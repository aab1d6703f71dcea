// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.bench.crash.Told;
import org.lamplighter.bench.load.Ledger;
import org.lamplighter.cli.receive.Receiver;
import org.lamplighter.cli.rest.RestClient;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** P1, P2, P3 and P8 past one machine: the parts as processes of their own. */
final class ClusterIT {
    private static final String SECRET = "whsec_bGFtcGxpZ2h0ZXItZW5kLXRvLWVuZC10ZXN0";
    private static final Duration SETTLED = Duration.ofMinutes(2);

    /** How long nobody starts the killed one again. */
    private static final Duration SUPERVISOR = Duration.ofSeconds(3);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private final Told told = new Told();

    @Test
    void threeCommandsAndAFlinkClusterGetACaseOut() throws Exception {
        try (Receiver receiver = Receiver.start(0, SECRET, told::take);
                Cluster cluster = Cluster.start(folder, new Cluster.Size(1, 1, 1, 1))) {
            addTarget(cluster, receiver.port());
            Wave wave = new Wave(1);
            wave.register(cluster, 1, 1);
            wave.begin(cluster, folder, 10, 10);
            wave.end();
            told.awaitOpened(1, SETTLED);

            assertThat(cluster.audit().getLast()).isEqualTo("every difference is 0");
            assertThat(cluster.command("jobs", "--stop"))
                    .containsExactly("stopped: detection, archive");
        }
    }

    @Test
    @Tag("faults")
    void killingAnyOneOfThemLosesNothingAndDoublesNothing() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed of the moments: " + seed);
        Random random = new Random(seed);
        KillTable table = new KillTable();
        int opened = 0;
        try (Receiver receiver = Receiver.start(0, SECRET, told::take);
                Cluster cluster = Cluster.start(folder, new Cluster.Size(3, 2, 2, 2))) {
            addTarget(cluster, receiver.port());
            int number = 0;
            for (String victim : victims(cluster)) {
                Wave wave = new Wave(++number);
                wave.register(cluster, 2, 15);
                opened += wave.devices();
                wave.begin(cluster, folder, 150, 1_500);
                long millis = 500 + random.nextLong(5_000);
                wave.run(Duration.ofMillis(millis));
                long killed = System.nanoTime();
                cluster.kill(victim);
                wave.run(SUPERVISOR);
                cluster.startAgain(victim);
                List<Ledger.Entry> ledger = wave.end();
                told.awaitOpened(opened, SETTLED);
                double seconds = (System.nanoTime() - killed) / 1e9;
                cluster.awaitAllWorking();
                System.out.printf(
                        "%s killed at %d ms: settled after %.1f s%n", victim, millis, seconds);
                cluster.awaitArchived(wave);
                try (Connection database = cluster.database()) {
                    table.add(victim, millis, seconds, wave, ledger, database);
                }
            }
            List<String> audit = cluster.audit();
            System.out.println(String.join("\n", audit));
            System.out.println(table.toText());
            System.out.println("second ids: " + told.doubled().size());
            assertThat(table.faults()).isEmpty();
            assertThat(told.doubled()).isEmpty();
            assertThat(told.opened()).isEqualTo(opened);
            assertThat(audit.getLast()).isEqualTo("every difference is 0");
        }
    }

    /** All, or those that {@code -Dcluster.victims=a,b} names, to look at one more closely. */
    private static List<String> victims(Cluster cluster) {
        String named = System.getProperty("cluster.victims", "");
        return named.isEmpty() ? cluster.names() : List.of(named.split(","));
    }

    private static void addTarget(Cluster cluster, int port) throws Exception {
        try (RestClient rest = cluster.rest(1)) {
            var target =
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("name", "city")
                            .put("url", "http://127.0.0.1:" + port + "/")
                            .put("secret", SECRET);
            assertThat(rest.post("/api/v1/targets", target).status()).isEqualTo(201);
        }
    }
}
