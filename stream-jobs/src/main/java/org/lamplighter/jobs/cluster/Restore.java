// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import java.nio.file.Path;
import java.util.List;

/** What a job goes on from. */
sealed interface Restore {
    /** Why, for the log. */
    String reason();

    /**
     * From a checkpoint.
     *
     * @param lost what the log no longer has of the records that come next, one sentence for each
     *     partition; the job goes on without them
     */
    record From(Path checkpoint, String reason, List<String> lost) implements Restore {
        public From {
            lost = List.copyOf(lost);
        }
    }

    /** From the earliest records that the log still has. */
    record Beginning(String reason) implements Restore {}
}
