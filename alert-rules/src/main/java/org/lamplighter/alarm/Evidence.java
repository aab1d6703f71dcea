// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.alarm;

import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;

import java.time.Instant;

/**
 * A value that a decision rests on.
 *
 * @param point of the alarm's device
 * @param value what it was
 * @param at its event time
 */
public record Evidence(PointName point, PointValue value, Instant at) {}
