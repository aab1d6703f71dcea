// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.load;

import org.HdrHistogram.Histogram;

import java.time.Duration;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run measured.
 *
 * @param sent frames sent after the warm-up, each counted once
 * @param acknowledged acknowledgements after the warm-up, up to the end of the measured time and
 *     what was still unanswered then
 * @param resent frames sent again on a new connection
 * @param lost connections that ended before the run did
 * @param turnedAway connections that were told to come later (CONNACK 3)
 * @param failed answers that nobody expected
 * @param unanswered frames that were due and have no answer at the very end
 * @param elapsed the measured time
 * @param perSecond acknowledgements a second in it
 * @param latencies from when a frame was due to its acknowledgement, in nanoseconds
 * @param cpuMicros processor time per acknowledgement, by process, in microseconds
 */
public record LoadReport(
        long sent,
        long acknowledged,
        long resent,
        long lost,
        long turnedAway,
        long failed,
        long unanswered,
        Duration elapsed,
        double perSecond,
        Histogram latencies,
        Map<String, Double> cpuMicros) {
    static LoadReport of(
            List<Lane> lanes,
            Duration elapsed,
            long acknowledgedInTime,
            Map<String, Duration> cpuTimes) {
        Lane.Counts sum = new Lane.Counts();
        Histogram latencies = new Histogram(3);
        for (Lane lane : lanes) {
            sum.sent += lane.counts().sent;
            sum.acknowledged += lane.counts().acknowledged;
            sum.resent += lane.counts().resent;
            sum.lost += lane.counts().lost;
            sum.turnedAway += lane.counts().turnedAway;
            sum.failed += lane.counts().failed;
            sum.unanswered += lane.counts().unanswered;
            latencies.add(lane.latencies());
        }
        Map<String, Double> cpuMicros = new TreeMap<>();
        cpuTimes.forEach(
                (name, time) ->
                        cpuMicros.put(
                                name, time.toNanos() / 1e3 / Math.max(1, acknowledgedInTime)));
        return new LoadReport(
                sum.sent,
                sum.acknowledged,
                sum.resent,
                sum.lost,
                sum.turnedAway,
                sum.failed,
                sum.unanswered,
                elapsed,
                acknowledgedInTime / (elapsed.toNanos() / 1e9),
                latencies,
                cpuMicros);
    }

    /** Some lines for people. */
    public String toText() {
        try (Formatter text = new Formatter(Locale.ROOT)) {
            text.format(
                    "sent %,d · acknowledged %,d · unanswered %,d\n",
                    sent, acknowledged, unanswered);
            text.format(
                    "sent again %,d · connections lost %,d · told to come later %,d · faults %,d\n",
                    resent, lost, turnedAway, failed);
            text.format("%.1f s · %,.0f acknowledgements/s\n", elapsed.toMillis() / 1e3, perSecond);
            text.format(
                    "latency ms: p50 %.2f · p99 %.2f · p99.9 %.2f · max %.2f\n",
                    millis(50), millis(99), millis(99.9), latencies.getMaxValue() / 1e6);
            cpuMicros.forEach(
                    (name, micros) ->
                            text.format("%s: %.2f CPU µs/acknowledgement\n", name, micros));
            return text.toString();
        }
    }

    /** One line of JSON for programs. */
    public String toJson() {
        StringBuilder cpu = new StringBuilder();
        cpuMicros.forEach(
                (name, micros) ->
                        cpu.append(cpu.isEmpty() ? "" : ",")
                                .append(String.format(Locale.ROOT, "\"%s\":%.3f", name, micros)));
        return String.format(
                Locale.ROOT,
                "{\"sent\":%d,\"acknowledged\":%d,\"unanswered\":%d,\"resent\":%d,\"lost\":%d,"
                    + "\"turnedAway\":%d,\"faults\":%d,\"seconds\":%.3f,\"perSecond\":%.1f,\"p50\":%.3f,"
                    + "\"p99\":%.3f,\"p999\":%.3f,\"cpuMicros\":{%s}}",
                sent,
                acknowledged,
                unanswered,
                resent,
                lost,
                turnedAway,
                failed,
                elapsed.toMillis() / 1e3,
                perSecond,
                millis(50),
                millis(99),
                millis(99.9),
                cpu);
    }

    private double millis(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e6;
    }
}
