// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import org.apache.kafka.common.TopicPartition;

import java.util.Optional;

/**
 * The log does not have what the database says comes next in a partition. The case book goes on,
 * since a desk that stands still helps nobody, but never without telling.
 */
sealed interface LogGap {
    TopicPartition partition();

    /** Where the reading goes on. */
    long next();

    /** The kind, as the counter has it. */
    String kind();

    /** What, where, what was done about it and what to do. */
    String message();

    /**
     * Compares the offset to apply next with what the log has.
     *
     * @param applied the next offset to apply; 0 if nothing ever was
     * @param beginning the offset of the first record that is there, or would be
     * @param end the offset that the next appended record gets
     */
    static Optional<LogGap> find(TopicPartition partition, long applied, long beginning, long end) {
        if (applied > end) {
            return Optional.of(new CutShort(partition, applied, beginning, end));
        }
        // who never applied anything begins with what there is
        return applied > 0 && applied < beginning
                ? Optional.of(new Deleted(partition, applied, beginning))
                : Optional.empty();
    }

    /** The log ends before what was applied of it. */
    record CutShort(TopicPartition partition, long applied, long next, long end) implements LogGap {
        @Override
        public String kind() {
            return "cut-short";
        }

        @Override
        public String message() {
            return where(partition)
                    + "it was applied up to offset "
                    + applied
                    + ", but ends at "
                    + end
                    + ", so it was made anew or restored from an older copy; the case book reads it"
                    + " from its beginning, and applies what is newer than its cases. Find out why"
                    + " acknowledged records are gone: a disk, a restore, or a deleted topic";
        }
    }

    /** Records were deleted, by retention or by hand, before they were applied. */
    record Deleted(TopicPartition partition, long applied, long next) implements LogGap {
        @Override
        public String kind() {
            return "deleted";
        }

        @Override
        public String message() {
            return where(partition)
                    + (next - applied)
                    + " records from offset "
                    + applied
                    + " on were deleted before they were applied; the case book goes on at offset "
                    + next
                    + ". Alarms or troubles among them are missing from it: compare it with the"
                    + " devices, and give the topic a longer retention";
        }
    }

    private static String where(TopicPartition partition) {
        return "topic " + partition.topic() + ", partition " + partition.partition() + ": ";
    }
}
