// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.lamplighter.gateway.FakeFrameLog;
import org.lamplighter.gateway.RecordingEvents;
import org.lamplighter.gateway.identity.KnownDevices;
import org.lamplighter.gateway.intake.FrameIds;
import org.lamplighter.gateway.intake.InFlight;
import org.lamplighter.gateway.intake.Intake;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What bridges of a gateway {@code gw1} work with: one known device and a log in memory. */
final class BridgeWorld {
    final KnownDevices known = KnownDevices.of("cover-1");
    final FakeFrameLog log = new FakeFrameLog();
    final RecordingEvents events = new RecordingEvents();

    BridgeServices services() {
        return services(events);
    }

    /** For one of several bridges that share the rest. */
    BridgeServices services(RecordingEvents its) {
        return new BridgeServices(
                "gw1",
                known.directory,
                new Intake(
                        "gw1",
                        log,
                        new FrameIds("gw1", InstantSource.system()),
                        new InFlight(InFlight.Limits.DEFAULT),
                        its),
                its);
    }

    static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
