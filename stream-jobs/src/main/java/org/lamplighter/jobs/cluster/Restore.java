// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import java.nio.file.Path;

/** What a job goes on from. */
sealed interface Restore {
    /** Why, for the log. */
    String reason();

    /** From a checkpoint. */
    record From(Path checkpoint, String reason) implements Restore {}

    /** From the earliest records that the log still has. */
    record Beginning(String reason) implements Restore {}
}
