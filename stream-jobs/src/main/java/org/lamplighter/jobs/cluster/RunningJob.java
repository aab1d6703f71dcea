// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import org.apache.flink.api.common.JobID;

/** A job that was submitted. Thread-safe. */
interface RunningJob {
    /** Flink's id of this submission; the directory of its checkpoints has this name. */
    JobID id();

    /** Asks the cluster; never throws but when interrupted. */
    JobStanding standing() throws InterruptedException;

    /**
     * Takes a last checkpoint if that is quick, so that the next start has little to do again, and
     * ends the job.
     */
    void stop() throws InterruptedException;
}
