// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How a job stands.
 *
 * @param fate whether it is still one
 * @param running whether all its tasks run
 * @param restarts how often it was restarted since this process started it
 * @param completedCheckpoints how many checkpoints it completed since then
 * @param counted what its tasks have counted since their last restart, by name
 * @param lastCheckpoint when the last of them was triggered; the epoch if there was none
 */
record JobStanding(
        Fate fate,
        boolean running,
        long restarts,
        long completedCheckpoints,
        Map<String, Long> counted,
        Instant lastCheckpoint) {
    /** Of a job that cannot be asked. */
    static final JobStanding UNKNOWN =
            new JobStanding(Fate.UNDER_WAY, false, 0, 0, Map.of(), Instant.EPOCH);

    /** Of a job that its cluster does not have, or that failed for good. */
    static final JobStanding LOST =
            new JobStanding(Fate.LOST, false, 0, 0, Map.of(), Instant.EPOCH);

    /** Of a job that somebody cancelled. */
    static final JobStanding CANCELLED =
            new JobStanding(Fate.CANCELLED, false, 0, 0, Map.of(), Instant.EPOCH);

    /** Whether a job goes on. */
    enum Fate {
        /** It runs, restarts, or cannot be asked at the moment. */
        UNDER_WAY,
        /** Its cluster lost it, as a JobManager does that is killed; it must be submitted again. */
        LOST,
        /** Somebody wanted it to end. */
        CANCELLED
    }

    /** The last checkpoint of this run. */
    Optional<Instant> findLastCheckpoint() {
        return completedCheckpoints == 0 ? Optional.empty() : Optional.of(lastCheckpoint);
    }
}
