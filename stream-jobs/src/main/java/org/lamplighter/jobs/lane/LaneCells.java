// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

/**
 * All that is kept about one lane.
 *
 * @param devices one packed value for each device, by id
 * @param header the counters, the registry in force, the served clocks and the frames that wait;
 *     see {@link LaneHeader}
 */
public record LaneCells(Cells devices, Cells header) {}
