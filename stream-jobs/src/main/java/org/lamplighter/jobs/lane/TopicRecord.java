// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.lamplighter.log.Header;
import org.lamplighter.log.Topic;
import org.lamplighter.reading.Payload;

import java.util.List;

/**
 * A record of one of the topics. Immutable; safe to share between threads.
 *
 * @param topic where it goes
 * @param partition the partition of {@code frames} it came from, which decides its own where order
 *     within a lane matters; {@link #BY_KEY} leaves it to the key
 * @param key the record's key
 * @param value the record's value
 * @param headers its headers
 */
public record TopicRecord(
        Topic topic, int partition, String key, Payload value, List<Header> headers) {
    /** Let the key decide the partition. */
    public static final int BY_KEY = -1;

    public TopicRecord {
        headers = List.copyOf(headers);
    }

    /** A record without headers whose partition its key decides. */
    public static TopicRecord byKey(Topic topic, String key, Payload value) {
        return new TopicRecord(topic, BY_KEY, key, value, List.of());
    }
}
