// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.lamplighter.log.Header;
import org.lamplighter.log.LoggedReading;
import org.lamplighter.reading.DeviceId;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where in its lane's output a reading stands. It grows strictly along a lane and is the same
 * whenever the lane is run again, so "not above the mark" means "archived already".
 *
 * <p>A reading that a frame gave at once stands at its own offset and ordinal. One whose frame
 * waited for its device or profile to become known comes out with the change that released it,
 * behind readings of younger frames: its record says so in the header {@value #HEADER}.
 *
 * @param offset the offset of the record that brought the reading out
 * @param ordinal which reading it was of those that record brought out, from 0
 */
public record EmissionOrder(long offset, int ordinal) implements Comparable<EmissionOrder> {
    /** The header of a reading that did not come out with its own frame. */
    public static final String HEADER = "released-by";

    /** The header of a child's reading: the device whose frame told it, and whose lane it is of. */
    public static final String SENDER = "sender";

    /**
     * The headers that a reading brought out by {@code this} needs.
     *
     * @param sender the device whose frame told it
     */
    public List<Header> headersFor(LoggedReading reading, DeviceId sender) {
        boolean isOwn = sender.equals(reading.reading().device());
        boolean isInOrder = equals(ownOrder(reading));
        if (isOwn && isInOrder) {
            return List.of();
        }
        List<Header> headers = new ArrayList<>(2);
        if (!isInOrder) {
            headers.add(new Header(HEADER, offset + "/" + ordinal));
        }
        if (!isOwn) {
            headers.add(new Header(SENDER, sender.value()));
        }
        return headers;
    }

    /** The device whose frame told a reading, from its record. */
    public static String senderOf(LoggedReading reading, List<Header> headers) {
        for (Header header : headers) {
            if (header.name().equals(SENDER)) {
                return header.value();
            }
        }
        return reading.reading().device().value();
    }

    /**
     * The order of a reading from its record.
     *
     * @throws IllegalArgumentException if the header is not as {@link #headersFor} writes it
     */
    public static EmissionOrder of(LoggedReading reading, List<Header> headers) {
        Optional<Header> released =
                headers.stream().filter(header -> header.name().equals(HEADER)).findFirst();
        return released.map(header -> parse(header.value())).orElseGet(() -> ownOrder(reading));
    }

    @Override
    public int compareTo(EmissionOrder other) {
        int byOffset = Long.compare(offset, other.offset);
        return byOffset != 0 ? byOffset : Integer.compare(ordinal, other.ordinal);
    }

    private static EmissionOrder ownOrder(LoggedReading reading) {
        return new EmissionOrder(reading.position().offset(), reading.ordinal());
    }

    private static EmissionOrder parse(String text) {
        int slash = text.indexOf('/');
        if (slash <= 0) {
            throw new IllegalArgumentException(
                    "header " + HEADER + " is not <offset>/<ordinal>: \"" + text + "\"");
        }
        return new EmissionOrder(
                Long.parseLong(text, 0, slash, 10),
                Integer.parseInt(text, slash + 1, text.length(), 10));
    }
}
