// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.framing;

import org.lamplighter.reading.Payload;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds frames in bytes that come in any pieces. Belongs to one connection, and is used by one
 * thread at a time. Total: nothing is thrown whatever the bytes are.
 *
 * <p>It holds at most the most bytes of a frame. Where something that began like a frame is none,
 * the next start is looked for one byte further, so that a frame within is still found. Where
 * frames have no start bytes there is no such way back, and a length that cannot be is the end.
 */
public final class Framer {
    /** The most bytes in a row that are discarded before it gives up. */
    public static final int MAX_DISCARDED = 64 * 1024;

    /** The most whole candidates in a row that turn out to be no frame before it gives up. */
    public static final int MAX_TRIES = 64;

    /** The most bytes that are told of those discarded. */
    public static final int HEAD = 64;

    private static final int FIRST_CAPACITY = 256;
    private static final int NOT_YET = -1;
    private static final int NEVER = -2;

    private final Framing framing;
    private final BytePattern start;
    private final int least;
    private byte[] buffer = new byte[0];
    private int begin;
    private int end;

    /** Up to where, from {@link #begin}, the delimiter was looked for in vain. */
    private int searched;

    /** Whether a datagram had more bytes than a frame may have. */
    private boolean overfull;

    private boolean givenUp;
    private int tries;
    private int discarded;
    private FramingFault reason = FramingFault.NO_START;
    private final byte[] head = new byte[HEAD];

    Framer(Framing framing) {
        this.framing = framing;
        this.start = framing.start();
        this.least = framing.least();
    }

    /** Takes the bytes from {@code from} up to {@code to}, and tells what they complete. */
    public void feed(byte[] bytes, int from, int to, Consumer<Framed> out) {
        Objects.checkFromToIndex(from, to, bytes.length);
        int at = from;
        while (at < to && !givenUp) {
            int taken = fill(bytes, at, to);
            if (taken == 0) {
                // Only a datagram fills all room without being looked at.
                overfull = true;
                return;
            }
            at += taken;
            scan(false, out);
        }
    }

    /**
     * The stream or datagram ended, or nothing came for so long that nothing more is waited for.
     * What is still there is told, and the next bytes begin anew.
     */
    public void end(Consumer<Framed> out) {
        scan(true, out);
        tellDiscarded(out);
        begin = 0;
        end = 0;
        searched = 0;
        tries = 0;
        overfull = false;
        givenUp = false;
    }

    /** Whether there are bytes that may be the beginning of a frame. */
    public boolean isWaiting() {
        return end > begin;
    }

    /** Whether it reads nothing any more. */
    public boolean isGivenUp() {
        return givenUp;
    }

    /** How many bytes it holds room for. */
    int capacity() {
        return buffer.length;
    }

    private int fill(byte[] bytes, int from, int to) {
        if (begin > 0) {
            System.arraycopy(buffer, begin, buffer, 0, end - begin);
            end -= begin;
            begin = 0;
        }
        int count = Math.min(to - from, framing.most() - end);
        if (end + count > buffer.length) {
            int doubled = Math.max(FIRST_CAPACITY, 2 * buffer.length);
            int capacity = Math.min(framing.most(), Math.max(doubled, end + count));
            buffer = Arrays.copyOf(buffer, capacity);
        }
        System.arraycopy(bytes, from, buffer, end, count);
        end += count;
        return count;
    }

    private void scan(boolean last, Consumer<Framed> out) {
        if (framing.extent() instanceof Extent.Datagram) {
            if (last && begin < end) {
                datagram(out);
            }
            return;
        }
        while (begin < end && !givenUp) {
            skipToStart(out);
            if (begin == end || givenUp) {
                return;
            }
            int total = extent();
            boolean whole = total >= 0 && total <= end - begin;
            if (whole) {
                judge(total, out);
            } else if (total == NEVER) {
                refuseExtent(out);
            } else if (last) {
                tries++;
                refuse(FramingFault.TRUNCATED, end - begin, out);
            } else {
                return;
            }
        }
    }

    private void datagram(Consumer<Framed> out) {
        if (overfull) {
            discard(end - begin, FramingFault.TOO_LONG, out);
        } else if (!start.matchesSoFar(buffer, begin, end)) {
            discard(end - begin, FramingFault.NO_START, out);
        } else {
            judge(end - begin, out);
        }
    }

    private void skipToStart(Consumer<Framed> out) {
        int at = begin;
        while (!start.matchesSoFar(buffer, at, end)) {
            at++;
        }
        while (begin < at && discarded == 0 && (buffer[begin] & 0xff) == framing.preamble()) {
            advance(1);
        }
        discard(at - begin, FramingFault.NO_START, out);
    }

    /** How long the candidate at {@link #begin} is, or that it is not known yet, or is none. */
    private int extent() {
        if (end - begin < start.length()) {
            return NOT_YET;
        }
        return switch (framing.extent()) {
            case Extent.Fixed(int bytes) -> bytes;
            case Extent.Length length -> told(length);
            case Extent.Until(Payload delimiter) -> delimited(delimiter);
            case Extent.Datagram datagram -> end - begin;
        };
    }

    private int told(Extent.Length length) {
        int at = begin + length.at();
        if (at + length.width() > end) {
            return NOT_YET;
        }
        long told = 0;
        for (int i = 0; i < length.width(); i++) {
            int index = length.littleEndian() ? length.width() - 1 - i : i;
            told = told << 8 | (buffer[at + index] & 0xff);
        }
        long total = told + length.plus();
        return total < least || total > framing.most() ? NEVER : (int) total;
    }

    private int delimited(Payload delimiter) {
        int length = delimiter.length();
        int at = Math.max(start.length(), searched);
        while (begin + at + length <= end) {
            if (isAt(delimiter, begin + at)) {
                return at + length;
            }
            at++;
        }
        searched = at;
        if (end - begin < framing.most()) {
            return NOT_YET;
        }
        tries++;
        return NEVER;
    }

    private boolean isAt(Payload bytes, int at) {
        for (int i = 0; i < bytes.length(); i++) {
            if ((buffer[at + i] & 0xff) != bytes.unsignedByte(i)) {
                return false;
            }
        }
        return true;
    }

    /** Takes the candidate of {@code total} bytes, or refuses it. */
    private void judge(int total, Consumer<Framed> out) {
        Escapes escapes = framing.escapes();
        byte[] plain = Arrays.copyOfRange(buffer, begin, begin + total);
        if (escapes.areThere()) {
            Optional<byte[]> undone = escapes.undo(plain, start.length(), framing.tailLength());
            if (undone.isEmpty()) {
                tries++;
                refuse(FramingFault.BAD_ESCAPE, total, out);
                return;
            }
            plain = undone.get();
        }
        Payload frame = Payload.wrap(plain);
        Optional<FramingFault> fault = framing.faultOf(frame);
        if (fault.isPresent()) {
            tries++;
            refuse(fault.get(), total, out);
            return;
        }
        tellDiscarded(out);
        tries = 0;
        advance(total);
        out.accept(new Framed.Whole(frame));
    }

    /** Refuses a candidate whose end cannot be known; without start bytes that is the end. */
    private void refuseExtent(Consumer<Framed> out) {
        if (framing.extent() instanceof Extent.Length length) {
            refuse(FramingFault.BAD_LENGTH, length.at() + length.width(), out);
        } else {
            refuse(FramingFault.TOO_LONG, framing.most(), out);
        }
        if (start.isEmpty()) {
            giveUp(out);
        }
    }

    /** Goes on after a candidate that is none: one byte further, or without a start behind it. */
    private void refuse(FramingFault fault, int total, Consumer<Framed> out) {
        boolean whole = start.isEmpty() || !framing.isForStreams();
        discard(whole ? total : 1, fault, out);
        if (tries > MAX_TRIES) {
            giveUp(out);
        }
    }

    private void discard(int count, FramingFault fault, Consumer<Framed> out) {
        int counted = Math.min(count, MAX_DISCARDED + 1 - discarded);
        if (counted == 0 || givenUp) {
            return;
        }
        int told = Math.min(counted, Math.max(0, HEAD - discarded));
        System.arraycopy(buffer, begin, head, Math.min(discarded, HEAD), told);
        if (reason == FramingFault.NO_START) {
            reason = fault;
        }
        discarded += counted;
        advance(counted);
        if (discarded > MAX_DISCARDED) {
            giveUp(out);
        }
    }

    private void tellDiscarded(Consumer<Framed> out) {
        if (discarded > 0) {
            Payload first = Payload.wrap(Arrays.copyOf(head, Math.min(discarded, HEAD)));
            out.accept(new Framed.Discarded(reason, discarded, first));
            discarded = 0;
            reason = FramingFault.NO_START;
        }
    }

    private void giveUp(Consumer<Framed> out) {
        if (!givenUp) {
            givenUp = true;
            tellDiscarded(out);
            begin = end;
            out.accept(new Framed.GivenUp());
        }
    }

    private void advance(int count) {
        begin += count;
        searched = 0;
    }
}
