// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.scenario;

import org.lamplighter.evaluate.Subject;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.rule.ParameterOverride;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One device's story, and what must come of it. Times are since its beginning.
 *
 * @param title what it shows
 * @param line where it stands in its file, from 1
 * @param subject the device
 * @param fleet how many devices are like it
 * @param overrides parameters in force
 * @param reports what the device says, in the order it is logged
 * @param outages when the input that hears it is out
 * @param until when the story ends
 * @param alarms what must be announced of alarms, all of it, in order, each as {@code <time> <rule>
 *     <what>}
 * @param cases what must happen to cases
 */
public record Scenario(
        String title,
        int line,
        Subject subject,
        Fleet fleet,
        List<ParameterOverride> overrides,
        List<Report> reports,
        List<Outage> outages,
        Duration until,
        List<Expected> alarms,
        Cases cases) {
    public Scenario {
        overrides = List.copyOf(overrides);
        reports = List.copyOf(reports);
        outages = List.copyOf(outages);
        alarms = List.copyOf(alarms);
    }

    /**
     * Devices that are alike, each of which does what the scenario says, so long after the one
     * before it. Of a fleet the alarms need not be expected.
     *
     * @param devices how many
     * @param apart how long after each other
     */
    public record Fleet(int devices, Duration apart) {
        /** One device. */
        static final Fleet ONE = new Fleet(1, Duration.ZERO);

        /** The most devices. */
        public static final int MAX = 1_000;

        /** How long after the first device the last does the same. */
        Duration span() {
            return apart.multipliedBy(devices - 1L);
        }
    }

    /**
     * What the device says at one time.
     *
     * @param logged when it is logged
     * @param measured when it was so
     * @param points the values
     */
    public record Report(
            Duration logged, Duration measured, SortedMap<PointName, PointValue> points) {
        public Report {
            points = Collections.unmodifiableSortedMap(new TreeMap<>(points));
        }
    }

    /** When the input is out. */
    public record Outage(Duration from, Duration to) {}

    /**
     * One thing that must be announced.
     *
     * @param line as it must be
     * @param reason what its reason must contain; empty if any reason will do
     */
    public record Expected(String line, String reason) {}

    /** What the story says of cases. */
    public sealed interface Cases {
        /** Nothing: any cases will do. */
        record Unstated() implements Cases {}

        /** All that must happen to them, in order, each as {@code <time> <kind> <what>}. */
        record Stated(List<Expected> events) implements Cases {
            public Stated {
                events = List.copyOf(events);
            }
        }
    }
}
