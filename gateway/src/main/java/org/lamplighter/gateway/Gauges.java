// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.lamplighter.gateway.identity.DeviceDirectory;
import org.lamplighter.gateway.intake.InFlight;

/** The sizes that are watched. */
final class Gauges {
    private Gauges() {}

    static void register(
            MeterRegistry meters,
            InFlight inFlight,
            DeviceDirectory devices,
            Listeners listeners,
            Others others) {
        Gauge.builder("lamplighter.gateway.frames.in.flight", inFlight, InFlight::frames)
                .description("frames that are not in the log yet")
                .register(meters);
        Gauge.builder("lamplighter.gateway.bytes.in.flight", inFlight, InFlight::bytes)
                .description("what they hold of the gateway's memory")
                .register(meters);
        Gauge.builder("lamplighter.gateway.devices", devices, DeviceDirectory::size)
                .description("devices of the registry that the gateway knows")
                .register(meters);
        Gauge.builder("lamplighter.gateway.connections", listeners, Listeners::connections)
                .description("open connections")
                .register(meters);
        others.all()
                .forEach(
                        input ->
                                Gauge.builder(
                                                "lamplighter.gateway.input.up",
                                                others,
                                                it -> it.up().contains(input) ? 1 : 0)
                                        .description("whether frames can come in by it")
                                        .tag("input", input.label())
                                        .register(meters));
    }
}
