// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import org.lamplighter.jobs.lane.TopicRecord;
import org.lamplighter.log.FrameRecords;
import org.lamplighter.log.Header;
import org.lamplighter.log.LogPosition;
import org.lamplighter.log.QuarantineRecords;
import org.lamplighter.reading.FrameId;
import org.lamplighter.reading.Payload;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A record of {@code quarantine} on its way into the database.
 *
 * @param origin where it stands in {@code frames}
 * @param device its key
 * @param frameId its frame id; empty if it is no frame, but what no gateway wrote
 * @param source where it came in
 * @param channel what the transport added
 * @param payload its bytes
 * @param reason why it was not decoded
 * @param detail what was found
 */
record QuarantineEntry(
        LogPosition origin,
        String device,
        String frameId,
        String source,
        String channel,
        Payload payload,
        String reason,
        String detail) {
    /**
     * Reads an entry from a record of {@code quarantine}.
     *
     * @throws IllegalArgumentException if it is none: the job did not write it
     */
    static QuarantineEntry parse(TopicRecord record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.name(), header.value());
        }
        return new QuarantineEntry(
                new LogPosition(
                        Integer.parseInt(require(headers, QuarantineRecords.ORIGIN_PARTITION)),
                        Long.parseLong(require(headers, QuarantineRecords.ORIGIN_OFFSET)),
                        instant(require(headers, QuarantineRecords.ORIGIN_LOG_TIME))),
                storable(record.key()),
                frameId(headers),
                storable(headers.getOrDefault(FrameRecords.SOURCE, "")),
                storable(headers.getOrDefault(FrameRecords.CHANNEL, "")),
                record.value(),
                storable(require(headers, QuarantineRecords.REASON)),
                storable(headers.getOrDefault(QuarantineRecords.DETAIL, "")));
    }

    private static String require(Map<String, String> headers, String name) {
        String value = headers.get(name);
        if (value == null) {
            throw new IllegalArgumentException("it has no header " + name);
        }
        return value;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "its header "
                            + QuarantineRecords.ORIGIN_LOG_TIME
                            + " is no time: \""
                            + text
                            + "\"",
                    e);
        }
    }

    private static String frameId(Map<String, String> headers) {
        String id = headers.getOrDefault(FrameRecords.ID, "");
        return id.isEmpty() ? "" : FrameId.parse(id).toString();
    }

    /** PostgreSQL's text cannot hold U+0000. */
    private static String storable(String text) {
        return text.replace('\u0000', '\uFFFD');
    }
}
