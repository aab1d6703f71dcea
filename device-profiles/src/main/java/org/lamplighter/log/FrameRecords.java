// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.log;

import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.FrameId;
import org.lamplighter.reading.Payload;

import java.util.List;
import java.util.Map;

/**
 * How a frame stands in the topic {@code frames}: the key is the device id, the value the untouched
 * payload, the headers those of the CloudEvents Kafka protocol binding in binary mode, as few as
 * will do.
 *
 * <p>{@code ce_type} tells the three kinds of records of that topic apart.
 */
public final class FrameRecords {
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String ID = "ce_id";
    public static final String SOURCE = "ce_source";
    public static final String TYPE = "ce_type";
    public static final String CHANNEL = "channel";

    /** {@code ce_type} of a device's frame. */
    public static final String FRAME_TYPE = "org.lamplighter.frame";

    /** {@code ce_type} of a gateway's tick; the value is {@link Tick#toJson()}. */
    public static final String TICK_TYPE = "org.lamplighter.tick";

    /** {@code ce_type} of a change of the registry; the value is {@link Change#toJson()}. */
    public static final String CHANGE_TYPE = "org.lamplighter.change";

    private FrameRecords() {}

    /** The headers of a frame's record, in their order. */
    public static List<Header> headersOf(Frame frame) {
        return List.of(
                new Header(SPEC_VERSION, "1.0"),
                new Header(ID, frame.id().toString()),
                new Header(SOURCE, frame.source()),
                new Header(TYPE, FRAME_TYPE),
                new Header(CHANNEL, frame.channel()));
    }

    /**
     * Reads a frame back from its record.
     *
     * @throws IllegalArgumentException if the key or a header is not as {@link #headersOf} writes
     *     it; such a record was not written by a gateway
     */
    public static Frame parse(String key, Map<String, String> headers, byte[] value) {
        return new Frame(
                FrameId.parse(headers.getOrDefault(ID, "")),
                new DeviceId(key),
                headers.getOrDefault(SOURCE, ""),
                headers.getOrDefault(CHANNEL, ""),
                Payload.wrap(value));
    }
}
