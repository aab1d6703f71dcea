// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.telemetry;

import java.util.List;
import java.util.function.Supplier;

/**
 * How the gateway is.
 *
 * @param live why the process should be restarted; empty if it should not
 * @param ready why devices cannot deliver now; empty if they can
 */
public record Health(Supplier<List<String>> live, Supplier<List<String>> ready) {}
