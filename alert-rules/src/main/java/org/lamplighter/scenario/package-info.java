// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Rules tried out: scenarios in YAML beside a pack of rules, run through the evaluator in simulated
 * time, and packs checked for faults.
 *
 * <p>Depends on {@code evaluate}, {@code backtest} and {@code rule}. Pure: no clock, no I/O;
 * whoever reads files calls it with their text.
 */
@NullMarked
package org.lamplighter.scenario;

import org.jspecify.annotations.NullMarked;
