// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0

/**
 * How fast readings get into the archive's table, beside a bare COPY of the same rows in the same
 * run.
 *
 * <p>May depend on everything; nothing depends on it. Invariant: every way starts from an empty
 * table and writes the same rows in the same batches.
 */
@NullMarked
package org.lamplighter.bench.archive;

import org.jspecify.annotations.NullMarked;
