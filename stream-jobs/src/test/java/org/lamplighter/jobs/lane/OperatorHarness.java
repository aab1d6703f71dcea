// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.lamplighter.log.Topic;
import org.lamplighter.registry.ChildName;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The lane operator in Flink's harness at some parallelism, restored from a snapshot at another.
 */
final class OperatorHarness implements AutoCloseable {
    private final int parallelism;
    private final List<KeyedOneInputStreamOperatorTestHarness<Integer, LogItem, TopicRecord>>
            subtasks = new ArrayList<>();

    /** A snapshot of all subtasks. */
    record Snapshot(int parallelism, OperatorSubtaskState state) {}

    /** Begins without state. */
    static OperatorHarness begin(
            RegistrySnapshot seed, int partitions, int parallelism, StateBackend backend)
            throws Exception {
        OperatorHarness harness = new OperatorHarness(seed, partitions, parallelism, backend);
        for (var subtask : harness.subtasks) {
            subtask.open();
        }
        return harness;
    }

    /**
     * Begins from a snapshot taken at any parallelism; only lanes that had not begun by then ask
     * for the registry.
     */
    static OperatorHarness restore(
            Snapshot snapshot,
            RegistrySnapshot seed,
            int partitions,
            int parallelism,
            StateBackend backend)
            throws Exception {
        OperatorHarness harness = new OperatorHarness(seed, partitions, parallelism, backend);
        for (int i = 0; i < parallelism; i++) {
            var subtask = harness.subtasks.get(i);
            subtask.initializeState(
                    AbstractStreamOperatorTestHarness.repartitionOperatorState(
                            snapshot.state,
                            Lane.MAX_PARALLELISM,
                            snapshot.parallelism,
                            parallelism,
                            i));
            subtask.open();
        }
        return harness;
    }

    private OperatorHarness(
            RegistrySnapshot seed, int partitions, int parallelism, StateBackend backend)
            throws Exception {
        this.parallelism = parallelism;
        for (int i = 0; i < parallelism; i++) {
            var subtask =
                    new KeyedOneInputStreamOperatorTestHarness<Integer, LogItem, TopicRecord>(
                            new LaneStep(new LaneOperator(ignored -> seed, partitions)),
                            item -> Lane.keyOf(item.lane()),
                            BasicTypeInfo.INT_TYPE_INFO,
                            Lane.MAX_PARALLELISM,
                            parallelism,
                            i);
            subtask.setStateBackend(backend);
            subtask.setup(PlainType.TOPIC_RECORD.createSerializer(new SerializerConfigImpl()));
            subtasks.add(subtask);
        }
    }

    void apply(LogItem item) throws Exception {
        int subtask =
                KeyGroupRangeAssignment.assignKeyToParallelOperator(
                        Lane.keyOf(item.lane()), Lane.MAX_PARALLELISM, parallelism);
        subtasks.get(subtask).processElement(item, item.logMillis());
    }

    Snapshot snapshot(long id) throws Exception {
        OperatorSubtaskState[] states = new OperatorSubtaskState[parallelism];
        for (int i = 0; i < parallelism; i++) {
            states[i] = subtasks.get(i).snapshot(id, id);
        }
        return new Snapshot(parallelism, AbstractStreamOperatorTestHarness.repackageState(states));
    }

    /** What was put out since it began, by lane, in order. */
    Map<Integer, List<TopicRecord>> output() {
        Map<Integer, List<TopicRecord>> byLane = new TreeMap<>();
        for (var subtask : subtasks) {
            for (TopicRecord record : subtask.extractOutputValues()) {
                int lane =
                        record.topic() == Topic.ACCOUNTS
                                ? Integer.parseInt(record.key())
                                : Lane.of(record.partition(), senderOf(record));
                byLane.computeIfAbsent(lane, key -> new ArrayList<>()).add(record);
            }
        }
        return byLane;
    }

    /** Whose lane put it out; the children of these tests all have a parent. */
    private static String senderOf(TopicRecord record) {
        return record.topic() == Topic.QUARANTINE
                ? record.key()
                : ChildName.parentOf(record.key()).orElse(record.key());
    }

    /** The alarms put out for correlation since it began. */
    List<TopicRecord> alarms() {
        List<TopicRecord> alarms = new ArrayList<>();
        for (var subtask : subtasks) {
            var side = subtask.getSideOutput(LaneOperator.ALARMS);
            if (side != null) {
                side.forEach(record -> alarms.add(record.getValue()));
            }
        }
        return alarms;
    }

    @Override
    public void close() throws Exception {
        for (var subtask : subtasks) {
            subtask.close();
        }
    }
}
