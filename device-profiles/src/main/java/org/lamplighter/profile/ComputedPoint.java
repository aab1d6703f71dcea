// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import org.lamplighter.expression.Computation;
import org.lamplighter.reading.PointName;

/** A point that no frame carries, and how it is computed of others of its reading. */
public record ComputedPoint(PointName point, Computation computation) {}
