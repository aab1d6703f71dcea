// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * What the desk does for the archive of readings, which the archive job fills: its partitions, and
 * reading from it.
 *
 * <p>May depend on {@code part} and {@code rest}. Invariant: the same queries serve plain
 * PostgreSQL and TimescaleDB.
 */
@NullMarked
package org.lamplighter.desk.archive;

import org.jspecify.annotations.NullMarked;
