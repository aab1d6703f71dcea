// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import org.apache.kafka.common.TopicPartition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Looks at the checkpoints of a job as a start does. */
public final class RetainedCheckpoints {
    private final Path job;

    /** Those in the directory of one job. */
    public RetainedCheckpoints(Path job) {
        this.job = job;
    }

    /** What a start would say if the log had these ends. */
    public String choice(ToLongFunction<TopicPartition> ends) {
        return choose(partition -> 0, ends).reason();
    }

    /** What a start would miss if the log began and ended here. */
    public List<String> lost(
            ToLongFunction<TopicPartition> beginnings, ToLongFunction<TopicPartition> ends) {
        return switch (choose(beginnings, ends)) {
            case Restore.From from -> from.lost();
            case Restore.Beginning beginning -> throw new AssertionError(beginning.reason());
        };
    }

    /** How many are retained; none while the directory changes under the walk. */
    public long count() {
        try (Stream<Path> files = Files.walk(job)) {
            return files.filter(file -> file.endsWith("_metadata")).count();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    /** Their numbers, ascending; none while the directory changes under the walk. */
    public List<Long> numbers() {
        try (Stream<Path> files = Files.walk(job)) {
            return files.filter(file -> file.endsWith("_metadata"))
                    .map(file -> file.getName(file.getNameCount() - 2).toString())
                    .map(name -> Long.valueOf(name.substring("chk-".length())))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /** The checkpoint that a start would go on from. */
    public Path newest() {
        return switch (choose(partition -> 0, partition -> Long.MAX_VALUE)) {
            case Restore.From from -> from.checkpoint();
            case Restore.Beginning beginning -> throw new AssertionError(beginning.reason());
        };
    }

    /** The offsets in the newest. */
    public Map<TopicPartition, Long> offsets() throws IOException {
        return CheckpointOffsets.read(newest().resolve("_metadata"));
    }

    /** Cuts the newest short, as a power cut can. */
    public void tearNewest() throws IOException {
        Path metadata = newest().resolve("_metadata");
        byte[] whole = Files.readAllBytes(metadata);
        Files.write(metadata, Arrays.copyOf(whole, whole.length / 2));
    }

    private Restore choose(
            ToLongFunction<TopicPartition> beginnings, ToLongFunction<TopicPartition> ends) {
        return CheckpointChoice.choose(
                job,
                partitions -> {
                    Map<TopicPartition, LogExtent> told = new HashMap<>();
                    partitions.forEach(
                            partition ->
                                    told.put(
                                            partition,
                                            new LogExtent(
                                                    beginnings.applyAsLong(partition),
                                                    ends.applyAsLong(partition))));
                    return told;
                });
    }
}
