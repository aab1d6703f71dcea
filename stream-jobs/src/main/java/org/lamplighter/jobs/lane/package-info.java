// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0

/**
 * A lane: the devices of one partition of {@code frames} that share a slot, and the fold of that
 * partition's records over what is kept about them.
 *
 * <p>Depends on {@code alert-rules} and {@code device-profiles}; {@code LaneOperator}, {@code
 * LaneRouter} and the serializers are the thin Flink shells, {@link
 * org.lamplighter.jobs.lane.LaneFold} knows no Flink. Invariant: what a lane puts out is a function
 * of its records in their order, and of the registry it was seeded with, alone.
 */
@NullMarked
package org.lamplighter.jobs.lane;

import org.jspecify.annotations.NullMarked;
