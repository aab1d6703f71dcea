// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.event;

/** Where events go. Thread-safe; never blocks; never throws. */
@FunctionalInterface
public interface GatewayEvents {
    void emit(GatewayEvent event);
}
