// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import org.lamplighter.profile.Point;
import org.lamplighter.profile.layout.OwnReading;
import org.lamplighter.profile.spi.FrameDecoders;
import org.lamplighter.profile.spi.FrameSink;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets code of somebody else read a frame, and believes nothing that it does: what it throws is a
 * fault of the frame, and what it says is bounded and of the types that it declared.
 */
final class JavaDecoder implements PayloadDecoder {
    private final FrameDecoders.Known known;
    private final Map<PointName, Integer> indexes;

    private JavaDecoder(FrameDecoders.Known known, Map<PointName, Integer> indexes) {
        this.known = known;
        this.indexes = indexes;
    }

    static JavaDecoder of(FrameDecoders.Known known, Map<PointName, Integer> indexes) {
        return new JavaDecoder(known, Map.copyOf(indexes));
    }

    @Override
    public void decode(Frame frame, Extraction out) {
        Sink sink = new Sink(frame, out);
        try {
            known.decoder().decode(frame, sink);
            sink.close();
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError bug) {
            out.fail(
                    DecodeFault.DECODER_FAILED,
                    "the decoder " + known.name() + ": " + bug.getClass().getName());
        } finally {
            sink.closed = true;
        }
    }

    /** Used by one thread, while the frame is decoded. */
    private final class Sink implements FrameSink {
        private final Frame frame;
        private final Extraction out;

        /** The reading that is around the open one; -1 if the open one is the main one. */
        private int around = -1;

        private int readings;
        private boolean closed;

        Sink(Frame frame, Extraction out) {
            this.frame = frame;
            this.out = out;
        }

        private boolean takes() {
            if (closed) {
                throw new IllegalStateException("the frame is decoded");
            }
            return !out.failed();
        }

        void close() {
            if (around >= 0) {
                out.close(around);
                around = -1;
            }
        }

        @Override
        public void quantity(PointName point, double value) {
            if (takes() && !Double.isFinite(value)) {
                out.fail(DecodeFault.NOT_FINITE, "the point \"" + point + "\" is " + value);
            } else if (!out.failed()) {
                put(point, new PointValue.Quantity(value));
            }
        }

        @Override
        public void flag(PointName point, boolean value) {
            put(point, new PointValue.Flag(value));
        }

        @Override
        public void text(PointName point, String value) {
            if (takes() && value.length() > PointValue.Text.MAX_LENGTH) {
                out.fail(
                        DecodeFault.LIMIT_EXCEEDED,
                        "the point \"" + point + "\" has " + value.length() + " characters");
            } else if (!out.failed()) {
                put(point, new PointValue.Text(value));
            }
        }

        private void put(PointName point, PointValue value) {
            if (!takes()) {
                return;
            }
            Point.Type type = known.points().get(point);
            boolean fits =
                    type != null
                            && switch (type) {
                                case Point.Type.Quantity quantity ->
                                        value instanceof PointValue.Quantity;
                                case Point.Type.Flag flag -> value instanceof PointValue.Flag;
                                case Point.Type.Text text -> value instanceof PointValue.Text;
                            };
            if (!fits) {
                throw new IllegalArgumentException("no such point was declared: " + point);
            }
            Integer index = indexes.get(point);
            if (index == null) {
                out.ignore();
            } else if (!out.put(index, value)) {
                out.fail(
                        DecodeFault.REPEATED_MEMBER,
                        "the point \"" + point + "\" has two values in one reading");
            }
        }

        @Override
        public void time(Instant time) {
            if (takes()) {
                out.time(Optional.of(time));
            }
        }

        @Override
        public void sequence(long number) {
            if (takes()) {
                out.sequence(number);
            }
        }

        @Override
        public void reading(boolean history, String child, int from, int to) {
            if (!takes()) {
                return;
            }
            close();
            if (from < 0 || from > to || to > frame.payload().length()) {
                throw new IllegalArgumentException(
                        "no bytes of the payload: " + from + " to " + to);
            }
            String device = frame.device().value();
            boolean named = child.isEmpty() || DeviceId.isValid(device + "." + child);
            if (!named) {
                out.fail(
                        DecodeFault.UNKNOWN_VALUE,
                        "a child is named \""
                                + child
                                + "\", which with the device's id is no id of"
                                + " a device");
                return;
            }
            int before = out.open(new OwnReading(history, List.of(), Optional.empty()), readings++);
            if (before < 0) {
                return;
            }
            around = before;
            out.bytes(from, to);
            out.child(child);
        }

        @Override
        public void fault(DecodeFault fault, String detail) {
            if (takes()) {
                out.fail(fault, detail);
            }
        }
    }
}
