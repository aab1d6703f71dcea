// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import org.apache.kafka.common.TopicPartition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which retained checkpoint a job goes on from: the newest that opens and whose offsets the log
 * still reaches. A power cut can leave a checkpoint half written, or a log shorter than a
 * checkpoint says.
 *
 * <p>Checkpoints lie at {@code <job directory>/<Flink job id>/chk-<n>/_metadata}.
 */
final class CheckpointChoice {
    private static final String METADATA = "_metadata";

    private CheckpointChoice() {}

    /**
     * Chooses.
     *
     * @param jobDirectory the directory of one job; may be absent
     * @param log tells what each of the given partitions has, leaving out those that do not exist
     */
    static Restore choose(
            Path jobDirectory, Function<Set<TopicPartition>, Map<TopicPartition, LogExtent>> log) {
        List<Path> candidates = candidates(jobDirectory);
        if (candidates.isEmpty()) {
            return new Restore.Beginning(
                    "there is no checkpoint in "
                            + jobDirectory
                            + "; reading the log from its earliest record");
        }
        List<String> refused = new ArrayList<>();
        for (Path checkpoint : candidates) {
            String fault;
            try {
                Map<TopicPartition, Long> offsets =
                        CheckpointOffsets.read(checkpoint.resolve(METADATA));
                Map<TopicPartition, LogExtent> extents = log.apply(offsets.keySet());
                fault = beyond(offsets, extents);
                if (fault.isEmpty()) {
                    String passedOver =
                            refused.isEmpty() ? "" : "; passed over " + String.join("; ", refused);
                    return new Restore.From(
                            checkpoint,
                            "going on from " + checkpoint + passedOver,
                            lost(offsets, extents));
                }
            } catch (IOException e) {
                fault = "it does not open: " + e.getMessage();
            }
            refused.add(checkpoint + " (" + fault + ")");
        }
        return new Restore.Beginning(
                "none of the "
                        + refused.size()
                        + " checkpoints can be used: "
                        + String.join("; ", refused)
                        + "; reading the log from its earliest record");
    }

    /** Where it has read more than the log has; empty if nowhere. */
    private static String beyond(
            Map<TopicPartition, Long> offsets, Map<TopicPartition, LogExtent> extents) {
        Map<String, String> beyond = new TreeMap<>();
        offsets.forEach(
                (partition, offset) -> {
                    long end = extents.getOrDefault(partition, LogExtent.NONE).end();
                    if (offset > end) {
                        beyond.put(
                                partition.toString(),
                                "it has read "
                                        + partition
                                        + " up to "
                                        + offset
                                        + ", but the log ends at "
                                        + end);
                    }
                });
        return String.join(", ", beyond.values());
    }

    /** What was deleted before it was read, by partition. */
    private static List<String> lost(
            Map<TopicPartition, Long> offsets, Map<TopicPartition, LogExtent> extents) {
        Map<String, String> lost = new TreeMap<>();
        offsets.forEach(
                (partition, offset) -> {
                    long beginning = extents.getOrDefault(partition, LogExtent.NONE).beginning();
                    // a split without an offset of its own is numbered below zero
                    if (offset >= 0 && offset < beginning) {
                        lost.put(
                                partition.toString(),
                                (beginning - offset)
                                        + " records of "
                                        + partition
                                        + " from offset "
                                        + offset
                                        + " on were deleted before they were read, and the job goes"
                                        + " on without them: give the topic a longer retention, or"
                                        + " do not let the jobs stand still for so long");
                    }
                });
        return List.copyOf(lost.values());
    }

    /** All checkpoints that have metadata, newest first. */
    private static List<Path> candidates(Path jobDirectory) {
        if (!Files.isDirectory(jobDirectory)) {
            return List.of();
        }
        try (Stream<Path> found =
                Files.find(
                        jobDirectory,
                        2,
                        (path, attributes) -> attributes.isDirectory() && number(path) >= 0)) {
            return found.filter(checkpoint -> Files.exists(checkpoint.resolve(METADATA)))
                    .sorted(
                            Comparator.comparing(CheckpointChoice::writtenAt)
                                    .thenComparingLong(CheckpointChoice::number)
                                    .reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the checkpoints in " + jobDirectory + " cannot be listed", e);
        }
    }

    private static FileTime writtenAt(Path checkpoint) {
        try {
            return Files.getLastModifiedTime(checkpoint.resolve(METADATA));
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    /** The n of {@code chk-n}, or -1 of another directory. */
    private static long number(Path directory) {
        String name = String.valueOf(directory.getFileName());
        try {
            return name.startsWith("chk-")
                    ? Long.parseLong(name, "chk-".length(), name.length(), 10)
                    : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
