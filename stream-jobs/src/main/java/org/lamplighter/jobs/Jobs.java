// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs;

import org.lamplighter.jobs.cluster.JobRunner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * Both jobs in this process, on a Flink cluster of their own. Thread-safe.
 *
 * <p>A start goes on from the newest checkpoint of each job that can be used; a kill at any moment
 * loses nothing. {@link #close} takes a last checkpoint where that is quick.
 */
public final class Jobs implements AutoCloseable {
    private final JobRunner runner;

    private Jobs(JobRunner runner) {
        this.runner = runner;
    }

    /**
     * Starts both jobs and returns once they are submitted; {@link #isReady} tells when they work.
     * Waits as long as topics are missing, saying so.
     *
     * @throws IllegalStateException if a port is in use or Flink does not start; the message says
     *     what to do
     * @throws InterruptedException if interrupted while it waits for the topics
     */
    public static Jobs start(JobsConfig config) throws InterruptedException {
        return start(config, InstantSource.system());
    }

    /** As {@link #start(JobsConfig)}, with the clock that metrics measure ages by. */
    public static Jobs start(JobsConfig config, InstantSource time) throws InterruptedException {
        Path directory = directory(config.directory());
        JobRunner runner =
                JobRunner.start(
                        new JobRunner.Settings(
                                config.topics(),
                                directory,
                                config.host(),
                                config.webPort(),
                                config.metricsPort(),
                                config.parallelism(),
                                config.stateBackend(),
                                config.checkpointInterval()),
                        List.of(
                                new JobRunner.Definition(
                                        DetectionJob.NAME,
                                        (environment, partitions) ->
                                                DetectionJob.define(
                                                        environment, config.topics(), partitions)),
                                new JobRunner.Definition(
                                        ArchiveJob.NAME,
                                        (environment, partitions) ->
                                                ArchiveJob.define(
                                                        environment,
                                                        config.topics(),
                                                        config.database(),
                                                        partitions))),
                        time);
        return new Jobs(runner);
    }

    /** Flink's web page. */
    public URI webAddress() {
        return runner.webAddress();
    }

    /** Where {@code /metrics}, {@code /health/live} and {@code /health/ready} are. */
    public InetSocketAddress metricsAddress() {
        return runner.metricsAddress();
    }

    /** Whether all tasks of both jobs run. */
    public boolean isLive() {
        return runner.isLive();
    }

    /** Whether both run and each has completed a checkpoint since this start. */
    public boolean isReady() {
        return runner.isReady();
    }

    @Override
    public void close() {
        runner.close();
    }

    private static Path directory(Path configured) {
        try {
            return Files.createDirectories(configured.toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The jobs cannot keep their checkpoints in "
                            + configured
                            + "; make it writable or choose another",
                    e);
        }
    }
}
