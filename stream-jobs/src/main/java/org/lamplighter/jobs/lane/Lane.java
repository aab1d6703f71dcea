// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Which lane a device is in, and which Flink key a lane has. Pure functions; the numbers are part
 * of every checkpoint and of the archive's marks, so none of them may ever change.
 */
public final class Lane {
    /** Lanes of one partition. */
    public static final int PER_PARTITION = 8;

    /** Flink's number of key groups, and so the highest parallelism. */
    public static final int MAX_PARALLELISM = 128;

    /** The most lanes there can be: those of 512 partitions. */
    public static final int MAX_LANES = 4096;

    private static final int[] KEYS = keys();

    private Lane() {}

    /** The lane of a device whose frames stand in {@code partition}. */
    public static int of(int partition, String device) {
        return first(partition) + Math.floorMod(mix(device.hashCode()), PER_PARTITION);
    }

    /** The first of the {@value #PER_PARTITION} lanes of a partition. */
    public static int first(int partition) {
        int lane = partition * PER_PARTITION;
        if (partition < 0 || lane >= MAX_LANES) {
            throw new IllegalArgumentException(
                    "partition "
                            + partition
                            + " of frames is not within 0 to "
                            + (MAX_LANES / PER_PARTITION - 1)
                            + "; give the topic fewer partitions");
        }
        return lane;
    }

    /**
     * Whether there are lanes for a topic of so many partitions.
     *
     * @throws IllegalArgumentException if there are not
     */
    public static void requireRoom(int partitions) {
        if (partitions > MAX_LANES / PER_PARTITION) {
            throw new IllegalArgumentException(
                    "the topic of frames has "
                            + partitions
                            + " partitions, and there are lanes for at most "
                            + MAX_LANES / PER_PARTITION
                            + "; give it fewer");
        }
    }

    public static int partitionOf(int lane) {
        return lane / PER_PARTITION;
    }

    /**
     * The Flink key of a lane: distinct, and such that the first n lanes spread evenly over the
     * subtasks for any n.
     */
    public static int keyOf(int lane) {
        return KEYS[lane];
    }

    // Neighbouring lanes get key groups in bit-reversed order (0, 64, 32, 96, …), since a subtask
    // owns a run of
    // neighbouring key groups. Flink hashes the key into its group, so a key for each group is
    // searched.
    private static int[] keys() {
        int[] keys = new int[MAX_LANES];
        int[][] byGroup = new int[MAX_PARALLELISM][MAX_LANES / MAX_PARALLELISM];
        int[] found = new int[MAX_PARALLELISM];
        int missing = MAX_LANES;
        for (int key = 0; missing > 0; key++) {
            int group = KeyGroupRangeAssignment.assignToKeyGroup(key, MAX_PARALLELISM);
            if (found[group] < byGroup[group].length) {
                byGroup[group][found[group]++] = key;
                missing--;
            }
        }
        for (int lane = 0; lane < MAX_LANES; lane++) {
            int group = Integer.reverse(lane % MAX_PARALLELISM) >>> (Integer.SIZE - 7);
            keys[lane] = byGroup[group][lane / MAX_PARALLELISM];
        }
        return keys;
    }

    // The partitioner has spread devices by murmur2 of the same id; String.hashCode of similar ids
    // differs in the low
    // bits only, so its bits are mixed.
    private static int mix(int hash) {
        int mixed = hash * 0x9e3779b9;
        return mixed ^ (mixed >>> 15);
    }
}
