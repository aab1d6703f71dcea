// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import org.lamplighter.jobs.lane.LaneNotice;
import org.lamplighter.log.LaneAccount;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.ToLongFunction;

/** The metrics of the jobs, for Prometheus. Thread-safe. */
final class JobsMetrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    JobsMetrics(AccountReader accounts, List<JobWatch> jobs, InstantSource time) {
        new JvmMemoryMetrics().bindTo(registry);
        collections.bindTo(registry);
        count("frames", "Frames the detection job has seen", accounts, LaneAccount::frames);
        count("frames.decoded", "Frames decoded", accounts, LaneAccount::decoded);
        count("frames.quarantined", "Frames quarantined", accounts, LaneAccount::quarantined);
        count("frames.fresh", "Decoded frames not seen before", accounts, LaneAccount::fresh);
        count("frames.duplicates", "Decoded frames seen before", accounts, LaneAccount::duplicates);
        count("readings", "Readings of fresh frames", accounts, LaneAccount::readings);
        Gauge.builder(
                        "lamplighter.jobs.frames.pending",
                        accounts,
                        from -> from.sum(LaneAccount::pending))
                .description("Frames held for their device or profile to become known")
                .register(registry);
        for (JobWatch job : jobs) {
            Gauge.builder(
                            "lamplighter.jobs.running",
                            job,
                            watched -> watched.standing().running() ? 1 : 0)
                    .description("Whether all tasks of the job run")
                    .tag("job", job.name())
                    .register(registry);
            Gauge.builder("lamplighter.jobs.checkpoint.age", job, watched -> age(watched, time))
                    .description(
                            "Time since the job's last completed checkpoint was begun; NaN before"
                                    + " the first")
                    .baseUnit("seconds")
                    .tag("job", job.name())
                    .register(registry);
            for (LaneNotice notice : LaneNotice.values()) {
                FunctionCounter.builder(
                                "lamplighter.jobs.notices",
                                job,
                                watched ->
                                        watched.standing()
                                                .counted()
                                                .getOrDefault(notice.name(), 0L))
                        .description(
                                "What the lanes met besides sound frames, since the job's last"
                                        + " restart")
                        .tag("job", job.name())
                        .tag("notice", notice.name())
                        .register(registry);
            }
            FunctionCounter.builder(
                            "lamplighter.jobs.restarts",
                            job,
                            watched -> watched.standing().restarts())
                    .description("Restarts of the job since this process started it")
                    .tag("job", job.name())
                    .register(registry);
            FunctionCounter.builder("lamplighter.jobs.submissions", job, JobWatch::submissions)
                    .description(
                            "How often this process brought the job to its cluster: more than once"
                                    + " where the cluster lost it")
                    .tag("job", job.name())
                    .register(registry);
        }
    }

    /** The metrics as Prometheus reads them. */
    String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }

    private void count(
            String name,
            String description,
            AccountReader accounts,
            ToLongFunction<LaneAccount> term) {
        FunctionCounter.builder("lamplighter.jobs." + name, accounts, from -> from.sum(term))
                .description(description)
                .register(registry);
    }

    private static double age(JobWatch job, InstantSource time) {
        return job.standing()
                .findLastCheckpoint()
                .map(last -> Duration.between(last, time.instant()).toMillis() / 1000.0)
                .orElse(Double.NaN);
    }
}
