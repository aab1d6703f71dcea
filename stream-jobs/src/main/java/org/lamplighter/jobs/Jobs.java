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
 * Both jobs, on a Flink cluster in this process or at one elsewhere. Thread-safe.
 *
 * <p>A start goes on from the newest checkpoint of each job that can be used; a kill at any moment
 * loses nothing. In this process {@link #close} takes a last checkpoint where that is quick, and
 * ends the jobs. Elsewhere they go on without it; a start finds those that run, and what the
 * cluster loses is submitted again as long as this lives.
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
        directory(config.directory());
        return new Jobs(JobRunner.start(settings(config), definitions(config), time));
    }

    /**
     * Ends both jobs at a cluster elsewhere, each after a last checkpoint.
     *
     * @return the names of those that ran
     * @throws IllegalStateException if the cluster does not answer
     */
    public static List<String> stop(JobsConfig config) throws InterruptedException {
        return JobRunner.stop(settings(config), definitions(config));
    }

    private static JobRunner.Settings settings(JobsConfig config) {
        return new JobRunner.Settings(
                config.place(),
                config.topics(),
                config.directory().toAbsolutePath(),
                config.listen(),
                config.execution());
    }

    private static List<JobRunner.Definition> definitions(JobsConfig config) {
        return List.of(
                new JobRunner.Definition(
                        DetectionJob.NAME,
                        (environment, partitions) ->
                                DetectionJob.define(environment, config.topics(), partitions)),
                new JobRunner.Definition(
                        ArchiveJob.NAME,
                        (environment, partitions) ->
                                ArchiveJob.define(
                                        environment,
                                        config.topics(),
                                        config.database(),
                                        partitions)));
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

    private static void directory(Path configured) {
        try {
            Files.createDirectories(configured.toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The jobs cannot keep their checkpoints in "
                            + configured
                            + "; make it writable or choose another",
                    e);
        }
    }
}
