// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0

/**
 * Running the jobs on a MiniCluster in this process, or submitting them to a cluster elsewhere and
 * keeping them there: which checkpoint to go on from, health and metrics.
 *
 * <p>Depends on Flink's runtime, Kafka's admin client and Micrometer; the jobs do not depend on it.
 * Invariant: a start goes on from a checkpoint whose metadata opens and whose offsets the log still
 * has, or says why it begins again.
 */
@NullMarked
package org.lamplighter.jobs.cluster;

import org.jspecify.annotations.NullMarked;
