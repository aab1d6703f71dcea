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
     * @param logEnds tells the end offset of each of the given partitions, leaving out those that
     *     do not exist
     */
    static Restore choose(
            Path jobDirectory, Function<Set<TopicPartition>, Map<TopicPartition, Long>> logEnds) {
        List<Path> candidates = candidates(jobDirectory);
        if (candidates.isEmpty()) {
            return new Restore.Beginning(
                    "there is no checkpoint in "
                            + jobDirectory
                            + "; reading the log from its earliest record");
        }
        List<String> refused = new ArrayList<>();
        for (Path checkpoint : candidates) {
            String fault = faultOf(checkpoint, logEnds);
            if (fault.isEmpty()) {
                String passedOver =
                        refused.isEmpty() ? "" : "; passed over " + String.join("; ", refused);
                return new Restore.From(checkpoint, "going on from " + checkpoint + passedOver);
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

    private static String faultOf(
            Path checkpoint, Function<Set<TopicPartition>, Map<TopicPartition, Long>> logEnds) {
        Map<TopicPartition, Long> offsets;
        try {
            offsets = CheckpointOffsets.read(checkpoint.resolve(METADATA));
        } catch (IOException e) {
            return "it does not open: " + e.getMessage();
        }
        Map<TopicPartition, Long> ends = logEnds.apply(offsets.keySet());
        Map<String, String> beyond = new TreeMap<>();
        offsets.forEach(
                (partition, offset) -> {
                    long end = ends.getOrDefault(partition, 0L);
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
