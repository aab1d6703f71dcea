// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.decode;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Runs {@link DecodeBenchmark} and prints its ratios. Arguments: how many processes are started one
 * after the other (3), and how many seconds each of five measurements takes (1).
 */
public final class DecodeRatios {
    private DecodeRatios() {}

    /** Time and allocation of one way. */
    private record Cost(double nanos, double error, double bytes) {}

    public static void main(String[] arguments) throws RunnerException {
        int forks = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        Collection<RunResult> results =
                new Runner(
                                new OptionsBuilder()
                                        .include(DecodeBenchmark.class.getSimpleName())
                                        .forks(forks)
                                        .warmupIterations(5)
                                        .warmupTime(TimeValue.seconds(seconds))
                                        .measurementIterations(5)
                                        .measurementTime(TimeValue.seconds(seconds))
                                        .jvmArgs("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC")
                                        .addProfiler(GCProfiler.class)
                                        .verbosity(VerboseMode.SILENT)
                                        .build())
                        .run();
        Map<String, Cost> costs = new HashMap<>();
        for (RunResult result : results) {
            Result<?> time = result.getPrimaryResult();
            Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
            costs.put(
                    result.getParams().getParam("subject") + " " + time.getLabel(),
                    new Cost(
                            time.getScore(),
                            time.getScoreError(),
                            bytes == null ? Double.NaN : bytes.getScore()));
        }
        print(costs);
    }

    private static void print(Map<String, Cost> costs) {
        System.out.printf(
                """
                | frame | bytes | profile ns | by hand ns | time × | profile B | by hand B | alloc × | frames/s/core |
                |---|---|---|---|---|---|---|---|---|
                """);
        for (Subject subject : Subject.values()) {
            Cost profile = costs.get(subject + " profile");
            Cost hand = costs.get(subject + " handWritten");
            if (profile == null || hand == null) {
                throw new IllegalStateException("JMH gave " + costs.keySet());
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %s | %s | %s | %s | %s | %s | %s |%n",
                    subject.name().toLowerCase(Locale.ROOT),
                    subject.frame().payload().length(),
                    timed(profile),
                    timed(hand),
                    String.format(Locale.ROOT, "%.2f", profile.nanos() / hand.nanos()),
                    String.format(Locale.ROOT, "%,.0f", profile.bytes()),
                    String.format(Locale.ROOT, "%,.0f", hand.bytes()),
                    String.format(Locale.ROOT, "%.2f", profile.bytes() / hand.bytes()),
                    String.format(Locale.ROOT, "%,.0f", 1e9 / profile.nanos()));
        }
    }

    private static String timed(Cost cost) {
        return String.format(Locale.ROOT, "%,.0f ± %,.0f", cost.nanos(), cost.error());
    }
}
