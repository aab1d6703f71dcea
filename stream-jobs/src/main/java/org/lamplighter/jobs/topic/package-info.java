// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0

/**
 * The jobs' edges to Kafka: how records of the topics become the jobs' items and back, log time as
 * watermarks, and the registry read once from its compacted topics.
 *
 * <p>Depends on {@code lane} and on Kafka and its Flink connector. Invariant: every reader starts
 * from a checkpoint's offsets or from the earliest, never from the latest.
 */
@NullMarked
package org.lamplighter.jobs.topic;

import org.jspecify.annotations.NullMarked;
