// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.mqtt;

import org.lamplighter.gateway.event.GatewayEvents;
import org.lamplighter.gateway.identity.DeviceDirectory;
import org.lamplighter.gateway.identity.TopicRules;
import org.lamplighter.gateway.intake.InFlight;
import org.lamplighter.gateway.intake.Intake;
import org.lamplighter.gateway.transport.Patrols;

/** What all connections of the listener share; every part is thread-safe. */
public record MqttServices(
        DeviceDirectory devices,
        TopicRules topics,
        Intake intake,
        InFlight inFlight,
        Sessions sessions,
        Patrols patrols,
        MqttLimits limits,
        GatewayEvents events) {}
