// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import java.io.Serializable;

/** Reads the registry for lanes that begin. Travels with the job to where its tasks run. */
@FunctionalInterface
public interface RegistryBootstrap extends Serializable {
    /**
     * Reads all of it; blocks.
     *
     * @param partitions how many partitions {@code frames} has
     * @throws IllegalStateException if it cannot be read to its end; the job is then restarted and
     *     tries again
     */
    RegistrySnapshot read(int partitions);
}
