// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.metrics.Counter;
import org.lamplighter.jobs.lane.TopicRecord;

/** Writes readings. Called by its task's thread only. */
final class ArchiveWriter extends BatchWriter<ArchiveEntry> {
    /** The most readings of one transaction, and so the most held here. */
    static final int MAX_BATCH = 4000;

    private static final Limits LIMITS = new Limits(MAX_BATCH, Long.MAX_VALUE);

    ArchiveWriter(
            ArchiveStore store,
            ProcessingTimeService timers,
            Pause pause,
            Counter retries,
            Counter foreign) {
        super(LIMITS, store, timers, pause, retries, foreign);
    }

    @Override
    ArchiveEntry parse(TopicRecord record) {
        return ArchiveEntry.parse(record);
    }
}
