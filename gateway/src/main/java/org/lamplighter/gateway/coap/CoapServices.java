// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import org.lamplighter.gateway.event.GatewayEvents;
import org.lamplighter.gateway.event.Input;
import org.lamplighter.gateway.identity.DeviceDirectory;
import org.lamplighter.gateway.intake.InFlight;
import org.lamplighter.gateway.intake.Intake;

import java.util.function.LongSupplier;

/** What a listener works with; every part is thread-safe. */
public record CoapServices(
        DeviceDirectory devices,
        Intake intake,
        InFlight inFlight,
        CoapLimits limits,
        LongSupplier nanoClock,
        GatewayEvents events) {
    FrameDeliverer deliverer(Input input, Senders senders) {
        return new FrameDeliverer(this, input, senders);
    }
}
