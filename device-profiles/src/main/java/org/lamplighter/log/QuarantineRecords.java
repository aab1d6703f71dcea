// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.log;

import org.lamplighter.reading.DecodeFault;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a frame stands in the topic {@code quarantine}: as in {@code frames} (key, untouched payload,
 * headers), with further headers that say why it is here and where it came from.
 */
public final class QuarantineRecords {
    /** A {@link DecodeFault} constant. */
    public static final String REASON = "reason";

    /** What was found and what was expected. */
    public static final String DETAIL = "detail";

    /** The partition of {@code frames} the frame stands in. */
    public static final String ORIGIN_PARTITION = "origin-partition";

    /** The frame's offset in that partition. */
    public static final String ORIGIN_OFFSET = "origin-offset";

    /** The frame's log time, ISO 8601. */
    public static final String ORIGIN_LOG_TIME = "origin-log-time";

    private QuarantineRecords() {}

    /** The headers of a quarantined frame's record, in their order. */
    public static List<Header> headersOf(QuarantinedFrame quarantined) {
        List<Header> headers = new ArrayList<>(FrameRecords.headersOf(quarantined.frame()));
        headers.add(new Header(REASON, quarantined.fault().name()));
        headers.add(new Header(DETAIL, quarantined.detail()));
        LogPosition origin = quarantined.origin();
        headers.add(new Header(ORIGIN_PARTITION, Integer.toString(origin.partition())));
        headers.add(new Header(ORIGIN_OFFSET, Long.toString(origin.offset())));
        headers.add(new Header(ORIGIN_LOG_TIME, origin.logTime().toString()));
        return List.copyOf(headers);
    }

    /**
     * Reads a quarantined frame back from its record.
     *
     * @throws IllegalArgumentException if the key or a header is not as {@link #headersOf} writes
     *     it
     */
    public static QuarantinedFrame parse(String key, Map<String, String> headers, byte[] value) {
        LogPosition origin =
                new LogPosition(
                        Integer.parseInt(headers.getOrDefault(ORIGIN_PARTITION, "")),
                        Long.parseLong(headers.getOrDefault(ORIGIN_OFFSET, "")),
                        instant(headers.getOrDefault(ORIGIN_LOG_TIME, "")));
        return new QuarantinedFrame(
                FrameRecords.parse(key, headers, value),
                DecodeFault.valueOf(headers.getOrDefault(REASON, "")),
                headers.getOrDefault(DETAIL, ""),
                origin);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "the header " + ORIGIN_LOG_TIME + " is no time: \"" + text + "\"", e);
        }
    }
}
