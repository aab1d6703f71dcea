// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import org.lamplighter.jobs.lane.EmissionOrder;
import org.lamplighter.jobs.lane.Lane;
import org.lamplighter.jobs.lane.TopicRecord;
import org.lamplighter.log.LoggedReading;
import org.lamplighter.log.ReadingCodec;

/**
 * A reading on its way into the archive.
 *
 * @param lane the lane that put it out
 * @param order where it stands in that lane's output
 * @param logged the reading
 */
public record ArchiveEntry(int lane, EmissionOrder order, LoggedReading logged) {
    /**
     * Reads an entry from a record of {@code readings}.
     *
     * @throws IllegalArgumentException if it is none: the job did not write it
     */
    static ArchiveEntry parse(TopicRecord record) {
        LoggedReading logged = ReadingCodec.decode(record.value().toByteArray());
        int lane =
                Lane.of(
                        logged.position().partition(),
                        EmissionOrder.senderOf(logged, record.headers()));
        return new ArchiveEntry(lane, EmissionOrder.of(logged, record.headers()), logged);
    }
}
