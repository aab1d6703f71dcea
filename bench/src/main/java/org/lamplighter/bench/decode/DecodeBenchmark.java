// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.decode;

import org.lamplighter.decode.Decoder;
import org.lamplighter.decode.Decoding;
import org.lamplighter.reading.Frame;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.concurrent.TimeUnit;

/**
 * One frame a call, by a profile and by hand. JMH makes the object, and calls it from one thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeBenchmark {
    @Param({"FIXED", "TLV", "HISTORY"})
    public Subject subject = Subject.FIXED;

    private Frame frame = Subject.FIXED.frame();
    private Decoder decoder = Subject.FIXED.decoder();

    /** Makes both, and compares what they say. */
    @Setup
    public void prepare() {
        frame = subject.frame();
        decoder = subject.decoder();
        Decoding byProfile = decoder.decode(frame, 0);
        Decoding byHand = subject.byHand(frame);
        if (!(byProfile instanceof Decoding.Decoded) || !byProfile.equals(byHand)) {
            throw new IllegalStateException(
                    subject + ": by profile " + byProfile + ", by hand " + byHand);
        }
    }

    @Benchmark
    public Decoding profile() {
        return decoder.decode(frame, 0);
    }

    @Benchmark
    public Decoding handWritten() {
        return subject.byHand(frame);
    }
}
