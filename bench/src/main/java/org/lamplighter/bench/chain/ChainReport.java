// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.chain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** The medians of all rounds, as Markdown. */
final class ChainReport {
    static final String FULL = "full";
    static final String FIXED = "fixed";

    private final double rate;
    private final Map<String, Map<String, List<Measured>>> byLoad = new LinkedHashMap<>();

    ChainReport(double rate) {
        this.rate = rate;
    }

    void add(String load, String server, Measured measured) {
        byLoad.computeIfAbsent(load, it -> new LinkedHashMap<>())
                .computeIfAbsent(server, it -> new ArrayList<>())
                .add(measured);
    }

    String toMarkdown() {
        StringBuilder text = new StringBuilder();
        byLoad.forEach(
                (load, servers) -> {
                    text.append(
                            load.equals(FULL)
                                    ? "As much as it takes:\n\n"
                                    : String.format(Locale.ROOT, "At %,.0f frames/s:\n\n", rate));
                    text.append(
                            "| server | answered/s | to the end/s | backlog s | PUBACK p99 ms | CPU"
                                    + " µs/frame | generator µs/frame |\n");
                    text.append("|---|---|---|---|---|---|---|\n");
                    servers.forEach((server, rounds) -> text.append(row(server, rounds)));
                    text.append('\n');
                    servers.forEach(
                            (server, rounds) -> {
                                if (rounds.getFirst().micros().size() > 2) {
                                    text.append(parts(rounds));
                                }
                            });
                });
        return text.toString();
    }

    private static String row(String server, List<Measured> rounds) {
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %,.0f | %.1f | %.1f | %.1f | %.1f |\n",
                server,
                median(rounds, Measured::answeredPerSecond),
                median(rounds, Measured::keptPerSecond),
                median(rounds, Measured::backlogSeconds),
                median(rounds, Measured::p99Millis),
                median(rounds, Measured::sum),
                median(rounds, it -> part(it, Measured.GENERATOR)));
    }

    private static String parts(List<Measured> rounds) {
        StringBuilder text = new StringBuilder("| part | CPU µs/frame |\n|---|---|\n");
        TreeSet<String> parts = new TreeSet<>();
        rounds.forEach(it -> parts.addAll(it.micros().keySet()));
        parts.remove(Measured.GENERATOR);
        for (String part : parts) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "| %s | %.1f |\n",
                            part,
                            median(rounds, it -> part(it, part))));
        }
        return text.append('\n').toString();
    }

    private static double part(Measured measured, String part) {
        return measured.micros().getOrDefault(part, 0.0);
    }

    /** The middle one; of an even number, the mean of the two in the middle. */
    static double median(List<Measured> rounds, ToDoubleFunction<Measured> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
