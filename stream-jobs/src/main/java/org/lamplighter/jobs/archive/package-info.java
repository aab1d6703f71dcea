// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0

/**
 * Readings and quarantined frames into PostgreSQL, each counted exactly once.
 *
 * <p>Depends on {@code device-profiles}, {@code lane} and JDBC; only the sink and its writer know
 * Flink. Invariant: a lane's mark and counts change in the same database transaction as its rows,
 * and the mark only grows.
 */
@NullMarked
package org.lamplighter.jobs.archive;

import org.jspecify.annotations.NullMarked;
