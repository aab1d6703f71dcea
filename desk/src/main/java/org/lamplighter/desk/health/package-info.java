// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Liveness, readiness and metrics over HTTP.
 *
 * <p>May depend on {@code part} and {@code rest}. Invariant: a reason that is told to a probe names
 * no secret.
 */
@NullMarked
package org.lamplighter.desk.health;

import org.jspecify.annotations.NullMarked;
