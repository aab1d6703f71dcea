// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.tool;

import org.lamplighter.decode.Decoder;
import org.lamplighter.decode.Decoding;
import org.lamplighter.profile.DeviceProfile;
import org.lamplighter.profile.Example;
import org.lamplighter.reading.Frame;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * Times how long the examples of a profile take to decode, on one core. It is a quick look, and no
 * benchmark: the whole runs in one process, with what the process has done before.
 */
final class ProfileBench {
    /** How often the measured time is cut into; the middle one counts. */
    private static final int RUNS = 5;

    private final Meter meter;
    private final Duration time;

    /**
     * A bench.
     *
     * @param time how long each example is measured; it warms up for as long before
     */
    ProfileBench(Meter meter, Duration time) {
        this.meter = meter;
        this.time = time;
    }

    /** Of one frame, on average. The readings are counted so that no decoding can be left out. */
    private record Result(double nanos, double bytes, long readings) {}

    String run(DeviceProfile profile) {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        "%12s  %9s  %11s  %7s  %8s  example\n",
                        "frames/s", "ns/frame", "bytes/frame", "payload", "readings"));
        Decoder decoder = Decoder.of(profile);
        for (Example example : profile.examples()) {
            measure(decoder, example, time.toNanos());
            Result[] results = new Result[RUNS];
            for (int i = 0; i < RUNS; i++) {
                results[i] = measure(decoder, example, time.toNanos() / RUNS);
            }
            double nanos = middle(Arrays.stream(results).mapToDouble(Result::nanos).toArray());
            double bytes = middle(Arrays.stream(results).mapToDouble(Result::bytes).toArray());
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%,12.0f  %,9.0f  %,11.0f  %7d  %8d  %s\n",
                            1e9 / nanos,
                            nanos,
                            bytes,
                            example.payload().length(),
                            results[0].readings(),
                            example.title()));
        }
        return text.toString();
    }

    private Result measure(Decoder decoder, Example example, long nanos) {
        Frame frame = ProfileTester.frame(example);
        long frames = 0;
        long readings = 0;
        long bytes = meter.allocatedBytes();
        long from = meter.nanos();
        long passed = 0;
        while (passed < nanos) {
            for (int i = 0; i < 64; i++) {
                if (decoder.decode(frame, 0) instanceof Decoding.Decoded decoded) {
                    readings += decoded.readings().size();
                }
            }
            frames += 64;
            passed = meter.nanos() - from;
        }
        return new Result(
                (double) passed / frames,
                (double) (meter.allocatedBytes() - bytes) / frames,
                readings / frames);
    }

    private static double middle(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
