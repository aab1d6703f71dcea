// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Correlation over an area: from the alarms of the devices that share an attribute to the trouble
 * of the area, and to claims, which tell the devices' own correlation what is part of it. Pure
 * functions of (state, input or decision or time) to (next state, troubles, claims, reason).
 *
 * <p>Depends on {@code correlate}, {@code trouble}, {@code cases} and {@code rule}. What is settled
 * is a function of the set of alarm snapshots and decisions: neither their order nor copies of them
 * change it.
 */
@NullMarked
package org.lamplighter.correlate.area;

import org.jspecify.annotations.NullMarked;
