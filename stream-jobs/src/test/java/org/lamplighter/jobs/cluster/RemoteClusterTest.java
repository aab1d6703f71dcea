// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

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

    private static Restore from(String checkpoint) {
        return new Restore.From(Path.of(checkpoint), "the newest", List.of());
    }
}
