// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import org.lamplighter.profile.Point;
import org.lamplighter.profile.spi.FrameDecoder;
import org.lamplighter.profile.spi.FrameSink;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.PointName;
import org.lamplighter.unit.Unit;

import java.time.Instant;
import java.util.Map;

/** Breaks a rule of decoders, which the channel names; without one it keeps them. */
public final class HostileDecoder implements FrameDecoder {
    private static final PointName LEVEL = new PointName("level");
    private static final PointName STATE = new PointName("state");
    private static final PointName UNUSED = new PointName("unused");

    @Override
    public String name() {
        return "test-hostile";
    }

    @Override
    public Map<PointName, Point.Type> points() {
        return Map.of(
                LEVEL,
                new Point.Type.Quantity(new Unit("cm")),
                STATE,
                new Point.Type.Text(),
                UNUSED,
                new Point.Type.Flag());
    }

    @Override
    public void decode(Frame frame, FrameSink sink) {
        int length = frame.payload().length();
        switch (frame.channel()) {
            case "throws" -> throw new IllegalStateException("secret of the payload");
            case "recurs" -> recur(0);
            case "lacks a class" -> throw new NoClassDefFoundError("com/acme/Missing");
            case "asserts" -> throw new AssertionError("no");
            case "sets another point" -> sink.flag(new PointName("other"), true);
            case "sets another type" -> sink.flag(LEVEL, true);
            case "sets no number" -> sink.quantity(LEVEL, Double.NaN);
            case "sets it twice" -> {
                sink.quantity(LEVEL, 1);
                sink.quantity(LEVEL, 2);
            }
            case "sets a long text" -> sink.text(STATE, "x".repeat(1025));
            case "never ends" -> {
                for (int i = 0; i < 1_000_000; i++) {
                    sink.reading(true, "", 0, length);
                    sink.quantity(LEVEL, i);
                }
            }
            case "names no child" -> sink.reading(false, "a b/c", 0, length);
            case "names no bytes" -> sink.reading(true, "", 0, length + 1);
            case "refuses" -> {
                sink.quantity(LEVEL, 1);
                sink.fault(DecodeFault.WRONG_CHECKSUM, "the sum is another");
                sink.fault(DecodeFault.TOO_LONG, "and more");
                sink.quantity(LEVEL, Double.NaN);
            }
            default -> {
                sink.quantity(LEVEL, 1);
                sink.flag(UNUSED, true);
                sink.reading(true, "", 0, 1);
                sink.time(Instant.parse("2026-01-01T00:00:00Z"));
                sink.quantity(LEVEL, 2);
                sink.reading(false, "7", 1, 2);
                sink.quantity(LEVEL, 3);
            }
        }
    }

    private static int recur(int depth) {
        return depth < 0 ? 0 : recur(depth + 1) + 1;
    }
}
