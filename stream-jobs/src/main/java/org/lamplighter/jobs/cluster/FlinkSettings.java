// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.lamplighter.jobs.lane.Lane;

import java.nio.file.Path;
import java.time.Duration;

/** Every setting of Flink that differs from its default, and why. Stateless. */
public final class FlinkSettings {
    /** How many checkpoints are kept for the next start to choose from. */
    public static final int RETAINED_CHECKPOINTS = 3;

    private FlinkSettings() {}

    /** The settings of a job, wherever it runs. */
    static Configuration ofJob(Path checkpoints, JobRunner.Execution execution, Restore restore) {
        Configuration settings = new Configuration();
        settings.set(CoreOptions.DEFAULT_PARALLELISM, execution.parallelism());
        settings.set(PipelineOptions.MAX_PARALLELISM, Lane.MAX_PARALLELISM);
        // no Kryo: a type without a serializer of its own fails the start, not a restore a year
        // later
        settings.set(PipelineOptions.GENERIC_TYPES, false);
        // everything on the edges is immutable
        settings.set(PipelineOptions.OBJECT_REUSE, true);
        // a record that waits 100 ms for its buffer to fill, Flink's default, misses the latency
        // target alone; at 1 ms the threads that flush cost more than flushing after each record
        settings.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ZERO);
        settings.set(StateBackendOptions.STATE_BACKEND, execution.stateBackend().flinkName());
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, execution.checkpointInterval());
        settings.set(
                CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE,
                CheckpointingMode.EXACTLY_ONCE);
        settings.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofMinutes(10));
        // a database or a log that is away for an hour fails many checkpoints, and no job
        settings.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
        settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
        // whole checkpoints: an incremental one would live on in directories of earlier runs, which
        // are deleted
        settings.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, false);
        settings.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        settings.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
                Duration.ofMillis(200));
        settings.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
                Duration.ofSeconds(10));
        switch (restore) {
            case Restore.From from -> {
                settings.set(
                        StateRecoveryOptions.SAVEPOINT_PATH, from.checkpoint().toUri().toString());
                settings.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
            }
            case Restore.Beginning beginning -> {}
        }
        return settings;
    }

    /** The settings of the cluster in this process. */
    static Configuration ofLocalCluster(String host, int webPort, Path temporary) {
        Configuration settings = new Configuration();
        settings.set(RestOptions.ADDRESS, host);
        settings.set(RestOptions.BIND_ADDRESS, host);
        settings.set(RestOptions.BIND_PORT, Integer.toString(webPort));
        settings.set(RestOptions.PORT, webPort);
        // the page shows; it changes nothing
        settings.set(WebOptions.SUBMIT_ENABLE, false);
        settings.set(WebOptions.CANCEL_ENABLE, false);
        settings.set(WebOptions.RESCALE_ENABLE, false);
        // the job's own configuration has no say in this one
        settings.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, RETAINED_CHECKPOINTS);
        settings.set(CoreOptions.TMP_DIRS, temporary.toString());
        settings.set(WebOptions.TMP_DIR, temporary.toString());
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32));
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
        settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(128));
        return settings;
    }
}
