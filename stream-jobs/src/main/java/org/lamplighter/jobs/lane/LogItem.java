// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.lamplighter.log.LogPosition;
import org.lamplighter.reading.Payload;

import java.time.Instant;

/**
 * One record of {@code frames} on its way to a lane, with as much of it as the lane needs.
 * Immutable; safe to share between threads.
 *
 * @param lane the lane it goes to; {@link #NO_LANE} until it was routed
 * @param partition the partition of {@code frames}
 * @param offset the offset in it
 * @param logMillis the broker's append time, milliseconds since 1970
 * @param kind which of the three kinds of records it is
 * @param key the record's key, empty if it has none
 * @param id the header {@code ce_id}, empty if it has none
 * @param source the header {@code ce_source}, empty if it has none
 * @param channel the header {@code channel}, empty if it has none
 * @param value the record's value
 */
public record LogItem(
        int lane,
        int partition,
        long offset,
        long logMillis,
        Kind kind,
        String key,
        String id,
        String source,
        String channel,
        Payload value) {
    /** The lane of an item that was not routed yet. */
    public static final int NO_LANE = -1;

    /** The kinds of records of {@code frames}. */
    public enum Kind {
        FRAME('f'),
        TICK('t'),
        CHANGE('c'),
        /** A record that no part of this system wrote: it is quarantined and counted. */
        FOREIGN('x');

        private final char code;

        Kind(char code) {
            this.code = code;
        }

        /** Part of the serialized form. */
        byte code() {
            return (byte) code;
        }

        static Kind ofCode(byte code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no kind of log item has the code " + code);
        }
    }

    /** This item on its way to {@code lane}. */
    public LogItem to(int lane) {
        return new LogItem(
                lane, partition, offset, logMillis, kind, key, id, source, channel, value);
    }

    public Instant logTime() {
        return Instant.ofEpochMilli(logMillis);
    }

    public LogPosition position() {
        return new LogPosition(partition, offset, logTime());
    }
}
