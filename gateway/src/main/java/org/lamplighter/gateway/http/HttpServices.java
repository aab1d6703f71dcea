// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.http;

import org.lamplighter.gateway.event.GatewayEvents;
import org.lamplighter.gateway.identity.DeviceDirectory;
import org.lamplighter.gateway.intake.Intake;
import org.lamplighter.gateway.transport.Patrols;

/** What all connections of the listener share; every part is thread-safe. */
public record HttpServices(
        DeviceDirectory devices,
        Intake intake,
        Patrols patrols,
        HttpLimits limits,
        GatewayEvents events) {}
