// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * The evaluator: a pure function of (state, reading or time) to (next state, effects, reason), with
 * no clock, no I/O and no log. The detection job, the back-test and the rule tests are shells
 * around it.
 *
 * <p>Depends on {@code rule} and {@code alarm}. The alarms of a device are a function of the set of
 * its readings and of time alone: neither order nor copies of readings within the lateness bound
 * change what is settled.
 */
@NullMarked
package org.lamplighter.evaluate;

import org.jspecify.annotations.NullMarked;
