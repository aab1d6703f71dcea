// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.topic;

import java.time.Duration;
import java.util.Properties;

/**
 * For how long what crosses a topic may wait for company: fewer and larger batches cost the broker
 * fewer requests and flushes.
 */
public enum Haste {
    /**
     * For what a person waits for: a batch is as large as what came while the last one was written.
     */
    AT_ONCE(Duration.ZERO, 1),

    /**
     * For what is only stored. Readings are as many as frames, and in batches as small as those of
     * the frames their flushes would cost as much again.
     */
    IN_BULK(Duration.ofMillis(50), 64 << 10);

    private static final Duration LONGEST_FETCH = Duration.ofMillis(100);

    private final Duration linger;
    private final int fetchBytes;

    Haste(Duration linger, int fetchBytes) {
        this.linger = linger;
        this.fetchBytes = fetchBytes;
    }

    /** Sets what a producer is to know. */
    void tellProducer(Properties settings) {
        settings.setProperty("linger.ms", Long.toString(linger.toMillis()));
    }

    /** Sets what a consumer is to know. */
    void tellConsumer(Properties settings) {
        settings.setProperty("fetch.min.bytes", Integer.toString(fetchBytes));
        settings.setProperty("fetch.max.wait.ms", Long.toString(LONGEST_FETCH.toMillis()));
    }
}
