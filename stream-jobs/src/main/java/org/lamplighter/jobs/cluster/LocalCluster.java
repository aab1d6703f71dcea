// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.graph.StreamGraph;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Flink in this process, with its web page. Thread-safe once started. */
final class LocalCluster implements FlinkCluster {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);

    private final MiniCluster cluster;

    private LocalCluster(MiniCluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Starts it.
     *
     * @param slots how many subtasks of all jobs together it can run
     * @throws IllegalStateException if it does not start
     */
    static LocalCluster start(String host, int webPort, Path temporary, int slots) {
        MiniCluster cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(
                                        FlinkSettings.ofLocalCluster(host, webPort, temporary))
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(slots)
                                .build());
        try {
            cluster.start();
        } catch (Exception e) {
            throw new IllegalStateException(
                    "Flink did not start with its page at "
                            + host
                            + ":"
                            + webPort
                            + " ("
                            + rootMessage(e)
                            + "); if another program listens there, stop it or choose another port",
                    e);
        }
        return new LocalCluster(cluster);
    }

    @Override
    public URI webAddress() {
        return await(cluster.getRestAddress(), "the web page's address");
    }

    /** Nothing: what an earlier process ran ended with it. */
    @Override
    public Optional<RunningJob> findUnderWay(String name) {
        return Optional.empty();
    }

    @Override
    public boolean endsWithThisProcess() {
        return true;
    }

    @Override
    public RunningJob submit(StreamGraph graph, Restore restore) {
        JobID id =
                await(
                                cluster.submitJob(graph.getJobGraph()),
                                "the submission of " + graph.getJobName())
                        .getJobID();
        return new LocalJob(cluster, id, graph.getJobName());
    }

    @Override
    public void close() {
        await(cluster.closeAsync(), "the end of Flink");
    }

    private static <T> T await(CompletableFuture<T> future, String what) {
        try {
            return future.get(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(what + " failed: " + rootMessage(e), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    what + " took longer than " + CALL_TIMEOUT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + what, e);
        }
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
