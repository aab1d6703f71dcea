// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.framing;

import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Payload;

import java.util.Optional;

/**
 * How frames of a device model stand in a stream or datagram.
 *
 * @param preamble the value of bytes that may stand before a frame and mean nothing; -1 for none
 * @param start the bytes a frame begins with
 * @param extent where it ends
 * @param tail the bytes it ends with
 * @param escapes what stands for the delimiter within it
 * @param check how it shows that it is undamaged
 * @param most the most bytes of a frame as it is sent
 * @param identity where it says who sent it
 * @param sequence where it says which frame it is
 * @param ack what answers it
 */
public record Framing(
        int preamble,
        BytePattern start,
        Extent extent,
        Payload tail,
        Escapes escapes,
        Check check,
        int most,
        Header identity,
        Header sequence,
        Ack ack) {
    /** The most bytes of a frame where the profile does not say. */
    public static final int DEFAULT_MOST = 1024;

    /** The machine that finds these frames. A new one for each connection. */
    public Framer framer() {
        return new Framer(this);
    }

    /** Who sent a frame that the framer gave out, if frames say so. */
    public Optional<DeviceId> identityOf(Payload frame) {
        return switch (identity) {
            case Header.None none -> Optional.empty();
            case Header.Field field ->
                    Optional.of(field.text(frame)).filter(DeviceId::isValid).map(DeviceId::new);
        };
    }

    /** The bytes that answer a frame that the framer gave out, if there is an answer. */
    public Optional<Payload> answerTo(Payload frame) {
        return switch (ack) {
            case Ack.None none -> Optional.empty();
            case Ack.Template template -> {
                byte[] answer = template.answer(frame);
                int head = template.preambles(preamble) + start.length();
                yield Optional.of(
                        Payload.wrap(
                                escapes.areThere()
                                        ? escapes.apply(answer, head, tailLength())
                                        : answer));
            }
        };
    }

    /** What is wrong with the bytes of a frame whose end is where its extent says, if anything. */
    Optional<FramingFault> faultOf(Payload frame) {
        if (frame.length() < least()) {
            return Optional.of(FramingFault.TOO_SHORT);
        }
        int tailAt = frame.length() - tail.length();
        for (int i = 0; i < tail.length(); i++) {
            if (frame.unsignedByte(tailAt + i) != tail.unsignedByte(i)) {
                return Optional.of(FramingFault.BAD_TAIL);
            }
        }
        if (check instanceof Check.Of of && !of.holds(frame)) {
            return Optional.of(FramingFault.BAD_CHECKSUM);
        }
        return identity instanceof Header.Field && identityOf(frame).isEmpty()
                ? Optional.of(FramingFault.BAD_IDENTITY)
                : Optional.empty();
    }

    /** Whether frames can be told apart in a stream. */
    public boolean isForStreams() {
        return !(extent instanceof Extent.Datagram);
    }

    int tailLength() {
        return extent instanceof Extent.Until until ? until.delimiter().length() : tail.length();
    }

    /** The fewest bytes of a frame, escapes undone, that everything said of it is within. */
    int least() {
        int least = start.length() + tailLength();
        if (extent instanceof Extent.Until until && start.isSame(until.delimiter())) {
            // else the end of one frame and the start of the next would be taken for a frame
            least++;
        }
        if (extent instanceof Extent.Length length) {
            least = Math.max(least, length.at() + length.width() + tailLength());
        }
        if (check instanceof Check.Of of) {
            least = Math.max(least, start.length() + of.checksum().bytes() + tailLength());
            least = Math.max(least, reach(of.at(), of.checksum().bytes()));
            least = Math.max(least, Math.max(reach(of.from(), 0), reach(of.to(), 0)));
            least = Math.max(least, of.from() >= 0 && of.to() < 0 ? of.from() - of.to() : 0);
        }
        for (Header header : new Header[] {identity, sequence}) {
            if (header instanceof Header.Field field) {
                least = Math.max(least, reach(field.at(), field.length()));
            }
        }
        if (ack instanceof Ack.Template template) {
            for (Ack.Part part : template.parts()) {
                if (part instanceof Ack.Part.Copied copied) {
                    least = Math.max(least, reach(copied.at(), copied.length()));
                }
            }
        }
        return Math.max(least, 1);
    }

    /** How long a frame is at least that has {@code length} bytes at an offset. */
    private static int reach(int offset, int length) {
        return offset < 0 ? -offset : offset + length;
    }
}
