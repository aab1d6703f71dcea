// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import org.lamplighter.jobs.lane.EmissionOrder;

/** How far a lane is archived, and what was counted so far. For one thread and one transaction. */
final class LaneMark {
    private EmissionOrder last;
    private long archived;
    private long archivedBefore;
    private long replayed;

    LaneMark(EmissionOrder last, long archived, long archivedBefore, long replayed) {
        this.last = last;
        this.archived = archived;
        this.archivedBefore = archivedBefore;
        this.replayed = replayed;
    }

    /** Whether {@code entry} was not archived yet; if so it is from now on. */
    boolean admit(ArchiveEntry entry) {
        if (entry.order().compareTo(last) <= 0) {
            return false;
        }
        last = entry.order();
        return true;
    }

    /** Counts an admitted reading. */
    void count(ArchiveEntry entry, boolean anyRowNew) {
        if (entry.logged().replayed()) {
            replayed++;
        } else if (anyRowNew) {
            archived++;
        } else {
            archivedBefore++;
        }
    }

    EmissionOrder last() {
        return last;
    }

    long archived() {
        return archived;
    }

    long archivedBefore() {
        return archivedBefore;
    }

    long replayed() {
        return replayed;
    }
}
