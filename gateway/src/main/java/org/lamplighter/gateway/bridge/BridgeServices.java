// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.bridge;

import org.lamplighter.gateway.event.GatewayEvents;
import org.lamplighter.gateway.identity.DeviceDirectory;
import org.lamplighter.gateway.intake.Intake;

/**
 * What bridges work with; every part is thread-safe.
 *
 * @param gateway the gateway's name, by which the broker knows it again
 */
public record BridgeServices(
        String gateway, DeviceDirectory devices, Intake intake, GatewayEvents events) {}
