// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0

/**
 * How long a frame takes to its case and to the receiver, on a running Lamplighter on this machine,
 * where the time goes, and what it costs.
 *
 * <p>May depend on everything; nothing depends on it. Invariants: one process takes every time on
 * one clock, but for the log's and the desk's own stamps, which are of the same machine; what it
 * changes in the measured system (a target, a trigger on the case table) it takes away again.
 */
@NullMarked
package org.lamplighter.bench.latency;

import org.jspecify.annotations.NullMarked;
