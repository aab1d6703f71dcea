// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How a job stands.
 *
 * @param running whether all its tasks run
 * @param restarts how often it was restarted since this process started it
 * @param completedCheckpoints how many checkpoints it completed since then
 * @param counted what its tasks have counted since their last restart, by name
 * @param lastCheckpoint when the last of them was triggered; the epoch if there was none
 */
record JobStanding(
        boolean running,
        long restarts,
        long completedCheckpoints,
        Map<String, Long> counted,
        Instant lastCheckpoint) {
    /** Of a job that cannot be asked. */
    static final JobStanding UNKNOWN = new JobStanding(false, 0, 0, Map.of(), Instant.EPOCH);

    /** The last checkpoint of this run. */
    Optional<Instant> findLastCheckpoint() {
        return completedCheckpoints == 0 ? Optional.empty() : Optional.of(lastCheckpoint);
    }
}
