// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import org.apache.flink.streaming.api.graph.StreamGraph;

import java.net.URI;
import java.util.Optional;

/** A Flink cluster, in this process or elsewhere. Thread-safe. */
interface FlinkCluster extends AutoCloseable {
    /** Flink's web page. */
    URI webAddress();

    /**
     * The job of this name, if the cluster has one that is not over.
     *
     * @throws IllegalStateException if the cluster does not answer
     */
    Optional<RunningJob> findUnderWay(String name) throws InterruptedException;

    /**
     * Begins a job.
     *
     * @param restore what it goes on from, which its settings name already
     * @throws IllegalStateException if the cluster does not take it
     */
    RunningJob submit(StreamGraph graph, Restore restore) throws InterruptedException;

    /** Whether the jobs end with this process; otherwise they go on without it. */
    boolean endsWithThisProcess();

    @Override
    void close();
}
