// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.latency;

import org.HdrHistogram.Histogram;
import org.lamplighter.bench.load.LoadReport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The figures of one run, as Markdown.
 *
 * @param rate frames a second that fell due
 * @param load what the load tool measured, acknowledgements among it
 * @param passages what was measured of the cases, those of the warm-up included
 * @param measuredFrom cases due before this are not counted, by {@link System#nanoTime}
 * @param cpu processor time used in the measured time, by part
 * @param peakMebibytes of the process
 * @param databaseMebibytes of PostgreSQL
 */
record LatencyReport(
        double rate,
        LoadReport load,
        Passages passages,
        long measuredFrom,
        Map<String, Duration> cpu,
        long peakMebibytes,
        long databaseMebibytes) {
    /** The first stage is measured from when the frame was due, each other from the one before. */
    private record Leg(String words, Histogram times) {}

    String toMarkdown() {
        Histogram row = fromDue(Stage.COMMITTED);
        Histogram receiver = fromDue(Stage.RECEIVED);
        StringBuilder text = new StringBuilder();
        text.append("| frames/s | frame → | n | p50 ms | p99 ms | p99.9 ms | max ms |\n");
        text.append("|---|---|---|---|---|---|---|\n");
        text.append(row("PUBACK", load.latencies()));
        text.append(row("case row", row));
        text.append(row("receiver", receiver));
        text.append("\n| leg | p50 ms | p99 ms |\n|---|---|---|\n");
        for (Leg leg : legs()) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "| %s | %.1f | %.1f |\n",
                            leg.words(),
                            millis(leg.times(), 50),
                            millis(leg.times(), 99)));
        }
        text.append("\n| part | CPU µs per acknowledged frame |\n|---|---|\n");
        double frames = Math.max(1, load.perSecond() * load.elapsed().toNanos() / 1e9);
        cpu.forEach(
                (part, used) ->
                        text.append(
                                String.format(
                                        Locale.ROOT,
                                        "| %s | %.1f |\n",
                                        part,
                                        used.toNanos() / 1e3 / frames)));
        text.append(
                String.format(
                        Locale.ROOT,
                        "\nMemory: %,d MiB at most in the process (VmHWM), %,d MiB in PostgreSQL"
                                + " (PSS). Cases missing: %d of %d; at the receiver: %d. Frames"
                                + " unanswered: %d.\n",
                        peakMebibytes,
                        databaseMebibytes,
                        missing(Stage.COMMITTED),
                        passages.due().size(),
                        missing(Stage.RECEIVED),
                        load.unanswered()));
        return text.toString();
    }

    /** How many raising frames never came so far. */
    long missing(Stage stage) {
        return passages.due().keySet().stream()
                .filter(device -> passages.find(stage, device).isEmpty())
                .count();
    }

    private String row(String words, Histogram times) {
        return String.format(
                Locale.ROOT,
                "| %,.0f | %s | %,d | %.1f | %.1f | %.1f | %.1f |\n",
                rate,
                words,
                times.getTotalCount(),
                millis(times, 50),
                millis(times, 99),
                millis(times, 99.9),
                times.getMaxValue() / 1e6);
    }

    private List<Leg> legs() {
        List<Leg> legs = new ArrayList<>();
        Stage[] stages = Stage.values();
        for (int i = 0; i < stages.length; i++) {
            if (i == 0) {
                legs.add(new Leg("due → " + stages[0].words(), fromDue(stages[0])));
            } else {
                legs.add(new Leg("→ " + stages[i].words(), between(stages[i - 1], stages[i])));
            }
        }
        return legs;
    }

    private Histogram fromDue(Stage stage) {
        Histogram times = new Histogram(3);
        measured()
                .forEach(
                        (device, due) ->
                                passages.find(stage, device)
                                        .ifPresent(at -> times.recordValue(Math.max(0, at - due))));
        return times;
    }

    private Histogram between(Stage first, Stage second) {
        Histogram times = new Histogram(3);
        for (String device : measured().keySet()) {
            OptionalLong from = passages.find(first, device);
            OptionalLong to = passages.find(second, device);
            if (from.isPresent() && to.isPresent()) {
                times.recordValue(Math.max(0, to.getAsLong() - from.getAsLong()));
            }
        }
        return times;
    }

    private Map<String, Long> measured() {
        Map<String, Long> due = new TreeMap<>(passages.due());
        due.values().removeIf(at -> at < measuredFrom);
        return due;
    }

    private static double millis(Histogram times, double percentile) {
        return times.getValueAtPercentile(percentile) / 1e6;
    }
}
