// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

final class LaneTest {
    @Test
    void everyLaneHasAKeyOfItsOwn() {
        Set<Integer> keys = new HashSet<>();
        for (int lane = 0; lane < Lane.MAX_LANES; lane++) {
            keys.add(Lane.keyOf(lane));
        }

        assertThat(keys).hasSize(Lane.MAX_LANES);
    }

    @Test
    void theLanesOfAnyNumberOfPartitionsSpreadEvenlyOverTheSubtasks() {
        for (int partitions : new int[] {1, 2, 3, 4, 6, 8, 12, 16}) {
            for (int parallelism : new int[] {1, 2, 4, 8}) {
                int[] load = new int[parallelism];
                for (int lane = 0; lane < partitions * Lane.PER_PARTITION; lane++) {
                    load[
                            KeyGroupRangeAssignment.assignKeyToParallelOperator(
                                    Lane.keyOf(lane), Lane.MAX_PARALLELISM, parallelism)]++;
                }
                assertThat(
                                Arrays.stream(load).max().orElseThrow()
                                        - Arrays.stream(load).min().orElseThrow())
                        .as("%d partitions over %d subtasks", partitions, parallelism)
                        .isLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void theKeysAreThoseOfEveryCheckpointEverWritten() {
        int[] first = new int[8];
        Arrays.setAll(first, Lane::keyOf);

        assertThat(first).containsExactly(PINNED);
    }

    @Test
    void theLaneOfADeviceIsThatOfEveryMarkEverWritten() {
        assertThat(Lane.of(0, "cover-0001")).isEqualTo(PINNED_LANE);
        assertThat(Lane.of(5, "cover-0001")).isEqualTo(5 * Lane.PER_PARTITION + PINNED_LANE);
    }

    @Test
    void neighbouringDeviceIdsSpreadOverTheLanes() {
        int[] load = new int[Lane.PER_PARTITION];
        for (int i = 0; i < 8_000; i++) {
            load[Lane.of(0, "cover-%04d".formatted(i))]++;
        }

        assertThat(Arrays.stream(load).boxed())
                .allMatch(devices -> devices > 800 && devices < 1_200);
    }

    @Test
    void refusesAPartitionBeyondTheLast() {
        assertThat(Lane.first(511) + Lane.PER_PARTITION).isEqualTo(Lane.MAX_LANES);
        assertThatThrownBy(() -> Lane.first(512))
                .hasMessage(
                        "partition 512 of frames is not within 0 to 511; give the topic fewer"
                                + " partitions");
    }

    @Test
    void thereAreLanesForATopicOf512Partitions() {
        assertThatCode(() -> Lane.requireRoom(512)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Lane.requireRoom(513))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the topic of frames has 513 partitions, and there are lanes for at most"
                                + " 512; give it fewer");
    }

    private static final int[] PINNED = {312, 84, 75, 57, 361, 70, 300, 163};
    private static final int PINNED_LANE = 6;
}
