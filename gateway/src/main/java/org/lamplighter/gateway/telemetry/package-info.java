// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * What the gateway tells those who run it: counters, log lines, health.
 *
 * <p>Depends on {@code event}, Micrometer and SLF4J. Invariant: every event type is counted; no
 * payload and no credential is ever logged.
 */
@NullMarked
package org.lamplighter.gateway.telemetry;

import org.jspecify.annotations.NullMarked;
