// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import java.net.URI;
import java.nio.file.Path;

/** Where the jobs run. */
public sealed interface FlinkPlace {
    /** In this process, on a cluster that ends with it. */
    record Here() implements FlinkPlace {}

    /**
     * On a cluster elsewhere, where they go on when this process ends.
     *
     * @param address of its REST interface, such as {@code http://jobmanager:8081}
     * @param jar the job jar, in a file of this machine
     */
    record Cluster(URI address, Path jar) implements FlinkPlace {
        public Cluster {
            if (!"http".equals(address.getScheme()) || address.getHost() == null) {
                throw new IllegalArgumentException(
                        "jobs.cluster is "
                                + address
                                + ", which is no address such as http://jobmanager:8081; write one"
                                + " like it");
            }
        }
    }

    /** In this process. */
    static FlinkPlace here() {
        return new Here();
    }
}
