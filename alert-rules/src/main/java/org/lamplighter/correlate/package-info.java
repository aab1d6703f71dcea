// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Correlation: from the alarms of a key to its troubles, as a pure function of (state, alarm or
 * decision or time) to (next state, trouble snapshots, reason), with no clock, no I/O and no log.
 *
 * <p>Depends on {@code alarm}, {@code trouble} and {@code cases} (for the desk's decisions). What
 * is settled is a function of the set of alarm snapshots and decisions: neither their order nor
 * copies of them change it.
 */
@NullMarked
package org.lamplighter.correlate;

import org.jspecify.annotations.NullMarked;
