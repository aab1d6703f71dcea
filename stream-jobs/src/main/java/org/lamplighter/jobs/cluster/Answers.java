// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import java.time.Duration;

/**
 * How long a cluster elsewhere may take to answer.
 *
 * @param connection to take a connection
 * @param call to answer what nobody waits for at this moment: a list of jobs, a submission
 * @param question to say how a job stands
 * @param checkpoint to take a job's last checkpoint
 */
record Answers(Duration connection, Duration call, Duration question, Duration checkpoint) {
    /** For every cluster. */
    static final Answers DEFAULT =
            new Answers(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30));
}
