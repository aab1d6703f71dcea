// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.backtest;

import org.lamplighter.decode.ProfileCatalog;
import org.lamplighter.registry.Device;
import org.lamplighter.rule.RuleBook;

import java.time.Instant;
import java.util.List;

/**
 * A rehearsal's world.
 *
 * @param devices the registry, from the first frame on
 * @param profiles the profiles; each device's is among them
 * @param rules the rules, in force from the first frame on
 * @param frames what was received, in the order of the log
 * @param until where to stop
 */
record RehearsalInput(
        List<Device> devices,
        ProfileCatalog profiles,
        RuleBook rules,
        List<RecordedFrame> frames,
        Instant until) {
    RehearsalInput {
        devices = List.copyOf(devices);
        frames = List.copyOf(frames);
    }

    /** The same world with other rules. */
    RehearsalInput with(RuleBook others) {
        return new RehearsalInput(devices, profiles, others, frames, until);
    }

    /** The log time of the first frame, when everything begins. */
    Instant start() {
        return frames.isEmpty() ? until : frames.getFirst().receivedAt();
    }
}
