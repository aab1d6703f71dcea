// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitSerializer;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.kafka.common.TopicPartition;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The Kafka offsets in a checkpoint, read from its files without a cluster. This is the one place
 * that knows how Flink's sources keep their splits. Stateless.
 */
final class CheckpointOffsets {
    /** The state in which every Flink source keeps its splits. */
    private static final String SPLITS = "SourceReaderState";

    private CheckpointOffsets() {}

    /**
     * The next offset to read of each partition, over all Kafka sources of the checkpoint.
     *
     * @param metadata the checkpoint's file {@code _metadata}
     * @throws IOException if the file or a state it names does not open: the checkpoint is of no
     *     use
     */
    static Map<TopicPartition, Long> read(Path metadata) throws IOException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(metadata)))) {
            CheckpointMetadata checkpoint =
                    Checkpoints.loadCheckpointMetadata(
                            in, CheckpointOffsets.class.getClassLoader(), metadata.toString());
            for (OperatorState operator : checkpoint.getOperatorStates()) {
                for (OperatorSubtaskState subtask : operator.getStates()) {
                    for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
                        readSplits(handle, offsets);
                    }
                }
            }
        } catch (EOFException e) {
            throw new IOException("it ends too early", e);
        } catch (RuntimeException e) {
            throw new IOException("it cannot be read: " + e, e);
        }
        return offsets;
    }

    private static void readSplits(OperatorStateHandle handle, Map<TopicPartition, Long> offsets)
            throws IOException {
        OperatorStateHandle.StateMetaInfo splits =
                handle.getStateNameToPartitionOffsets().get(SPLITS);
        if (splits == null) {
            return;
        }
        try (FSDataInputStream in = handle.openInputStream()) {
            for (long position : splits.getOffsets()) {
                in.seek(position);
                DataInputViewStreamWrapper view = new DataInputViewStreamWrapper(in);
                byte[] element = new byte[view.readInt()];
                view.readFully(element);
                KafkaPartitionSplit split =
                        SimpleVersionedSerialization.readVersionAndDeSerialize(
                                new KafkaPartitionSplitSerializer(), element);
                offsets.merge(split.getTopicPartition(), split.getStartingOffset(), Math::max);
            }
        }
    }
}
