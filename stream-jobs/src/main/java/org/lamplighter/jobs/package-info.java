// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0

/**
 * The two Flink jobs and the process that runs or submits them: {@link
 * org.lamplighter.jobs.DetectionJob} takes frames to troubles, {@link
 * org.lamplighter.jobs.ArchiveJob} takes readings to the database, {@link
 * org.lamplighter.jobs.Jobs} runs both, here or on a Flink cluster elsewhere.
 *
 * <p>Depends on the other packages of this module. Invariant: the two jobs know nothing of the
 * cluster they run in.
 */
@NullMarked
package org.lamplighter.jobs;

import org.jspecify.annotations.NullMarked;
