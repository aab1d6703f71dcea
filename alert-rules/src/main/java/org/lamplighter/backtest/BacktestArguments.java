// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.backtest;

import org.lamplighter.rule.ParameterOverride;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What to rehearse.
 *
 * @param devices the file {@code devices.csv}
 * @param frames the file {@code frames.jsonl}
 * @param rules the directory of the packs, {@code *.rules.yaml}
 * @param out the file to write, a line of JSON an event
 * @param profiles directories of further profiles, {@code *.profile.yaml}; they go before shipped
 *     ones of the same id
 * @param overrides parameters to try; if there are any, the run is compared with one without them
 * @param until where to stop
 */
public record BacktestArguments(
        Path devices,
        Path frames,
        Path rules,
        Path out,
        List<Path> profiles,
        List<ParameterOverride> overrides,
        Until until) {
    /** Where a back-test stops, in log time. */
    public sealed interface Until {
        /** At the last frame's received time. */
        record LastFrame() implements Until {}

        /** At a time of its own, so that holds, silences and verify times come to their end. */
        record Time(Instant at) implements Until {}
    }

    public BacktestArguments {
        profiles = List.copyOf(profiles);
        overrides = List.copyOf(overrides);
    }
}
