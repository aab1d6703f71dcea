// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.chain;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one server did under one load.
 *
 * @param answeredPerSecond acknowledgements a second while the load lasted
 * @param keptPerSecond frames a second that had reached the end of the chain when the last one had,
 *     from the first frame on
 * @param backlogSeconds how long the chain went on after the load
 * @param p99Millis from due to acknowledged
 * @param micros processor time per frame, by part
 */
record Measured(
        double answeredPerSecond,
        double keptPerSecond,
        double backlogSeconds,
        double p99Millis,
        Map<String, Double> micros) {
    /** The load tool's own processor time, which belongs to nobody measured. */
    static final String GENERATOR = "generator";

    Measured {
        micros = new TreeMap<>(micros);
    }

    /** Processor time per frame of everything but the generator. */
    double sum() {
        return micros.entrySet().stream()
                .filter(part -> !part.getKey().equals(GENERATOR))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
