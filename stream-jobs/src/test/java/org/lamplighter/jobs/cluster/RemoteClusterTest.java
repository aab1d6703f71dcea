// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.api.common.JobID;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

class RemoteClusterTest {
    private static final Restore ANEW = new Restore.Beginning("there is none");

    @Test
    void givesOneSubmissionOneIdWhoeverMakesIt() {
        Restore from = from("/checkpoints/a/chk-7");

        assertThat(RemoteCluster.idOf("detection", from, 0))
                .isEqualTo(RemoteCluster.idOf("detection", from("/checkpoints/a/chk-7"), 0))
                .isNotEqualTo(RemoteCluster.idOf("detection", from("/checkpoints/a/chk-8"), 0))
                .isNotEqualTo(RemoteCluster.idOf("archive", from, 0))
                .isNotEqualTo(RemoteCluster.idOf("detection", from, 1))
                .isNotEqualTo(RemoteCluster.idOf("detection", ANEW, 0));
        assertThat(RemoteCluster.idOf("detection", ANEW, 0))
                .isEqualTo(RemoteCluster.idOf("detection", new Restore.Beginning("none opens"), 0));
    }

    @Test
    void refusesToStartWithoutTheJobJar() {
        Path jar = Path.of("nowhere", "job.jar");

        assertThatThrownBy(() -> RemoteCluster.at(URI.create("http://127.0.0.1:1"), jar))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "The job jar "
                                + jar
                                + " cannot be read; build it with mvn package, or name another with"
                                + " jobs.jar");
    }

    @Test
    void refusesWhatIsNoAddressOfACluster() {
        for (String address : List.of("jobmanager:8081", "https://jobmanager", "http:///")) {
            assertThatThrownBy(
                            () -> new FlinkPlace.Cluster(URI.create(address), Path.of("job.jar")))
                    .hasMessage(
                            "jobs.cluster is "
                                    + address
                                    + ", which is no address such as http://jobmanager:8081; write"
                                    + " one like it");
        }
    }

    @Nested
    final class AClusterThatTakesConnectionsAndSaysNothing {
        private final Answers quick =
                new Answers(
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(200),
                        Duration.ofMillis(400));

        @TempDir private Path directory;

        @Test
        void isGivenUpAfterItsTimeAndToldOf() throws Exception {
            try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                    RemoteCluster cluster = cluster(silent)) {
                assertThatThrownBy(() -> cluster.findUnderWay("detection"))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage(
                                "Flink at http://127.0.0.1:"
                                        + silent.getLocalPort()
                                        + ": the list of jobs took longer than 1 s");
            }
        }

        @Test
        void leavesItOpenHowAJobStandsAndHoldsNoStopUp() throws Exception {
            try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                    RestClusterClient<String> client = client(silent)) {
                RemoteJob job = new RemoteJob(client, quick, new JobID(), "detection");

                assertThat(timed(job::standing)).isLessThan(Duration.ofSeconds(30));
                assertThat(job.standing()).isEqualTo(JobStanding.UNKNOWN);
                assertThat(
                                timed(
                                        () -> {
                                            job.stop();
                                            return "";
                                        }))
                        .isBetween(Duration.ofMillis(600), Duration.ofSeconds(30));
            }
        }

        private RemoteCluster cluster(ServerSocket socket) throws IOException {
            Path jar = Files.createFile(directory.resolve("job.jar"));
            return RemoteCluster.at(
                    URI.create("http://127.0.0.1:" + socket.getLocalPort()), jar, quick);
        }

        private RestClusterClient<String> client(ServerSocket socket) throws Exception {
            Configuration settings = new Configuration();
            settings.set(RestOptions.ADDRESS, "127.0.0.1");
            settings.set(RestOptions.PORT, socket.getLocalPort());
            return new RestClusterClient<>(settings, "test");
        }

        private static Duration timed(Callable<?> work) throws Exception {
            long begin = System.nanoTime();
            Object unused = work.call();
            return Duration.ofNanos(System.nanoTime() - begin);
        }
    }

    @Test
    void givesAClusterAMinuteForACallAndSecondsForTheRest() {
        assertThat(Answers.DEFAULT)
                .isEqualTo(
                        new Answers(
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(30)));
    }

    private static Restore from(String checkpoint) {
        return new Restore.From(Path.of(checkpoint), "the newest", List.of());
    }
}
