// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.part;

import org.lamplighter.cli.config.UpConfig;
import org.lamplighter.cli.up.ConfigOptions;
import org.lamplighter.cli.up.Progress;
import org.lamplighter.cli.up.StartupException;
import org.lamplighter.gateway.transport.ListenAddress;
import org.lamplighter.jobs.Jobs;
import org.lamplighter.jobs.JobsConfig;
import org.lamplighter.jobs.cluster.FlinkPlace;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * {@code lamplighter jobs}: the Flink jobs, in this process or at a cluster elsewhere, which it
 * watches and submits to again when the cluster has lost them.
 */
@Command(
        name = "jobs",
        description =
                "Submits the Flink jobs to a cluster and watches them, or runs them itself when no"
                        + " cluster is set.",
        mixinStandardHelpOptions = true)
public final class JobsCommand implements Callable<Integer> {
    @Mixin private final ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--stop",
            description =
                    "ends the jobs at the cluster, each after a last checkpoint, from which the"
                            + " next start goes on")
    private boolean stop;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return options.read(spec, System.getenv(), config -> stop ? stop(config) : run(config));
    }

    private int stop(UpConfig config) throws InterruptedException {
        JobsConfig jobs = Standalone.of(config).jobs();
        return switch (jobs.place()) {
            case FlinkPlace.Here here ->
                    throw new StartupException(
                            "jobs.cluster is not set, so there is no cluster to stop the jobs at;"
                                    + " jobs in a process of their own end with it");
            case FlinkPlace.Cluster cluster -> {
                List<String> stopped;
                try {
                    stopped = Jobs.stop(jobs);
                } catch (IllegalStateException e) {
                    throw new StartupException(String.valueOf(e.getMessage()), e);
                }
                PrintWriter out = spec.commandLine().getOut();
                out.println(
                        stopped.isEmpty()
                                ? "no job runs at " + cluster.address()
                                : "stopped: " + String.join(", ", stopped));
                yield 0;
            }
        };
    }

    private static int run(UpConfig config) throws Exception {
        Standalone told = Standalone.of(config);
        return PartProcess.run("jobs", config, (needs, progress) -> start(told, needs, progress));
    }

    private static Jobs start(Standalone told, Needs needs, Progress progress) throws Exception {
        JobsConfig config = told.jobs();
        ListenAddress health =
                new ListenAddress(config.listen().host(), config.listen().metricsPort());
        try (WaitingHealth waiting = WaitingHealth.at(health, needs)) {
            needs.kafka(told.topics(), 1);
            needs.topics(told.topics());
            needs.database(told.database());
            switch (config.place()) {
                case FlinkPlace.Here here -> {}
                case FlinkPlace.Cluster cluster -> needs.flink(cluster.address());
            }
        }
        Jobs jobs = Jobs.start(config);
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("Flink", jobs.webAddress().toString());
        rows.put("jobs metrics", jobs.metricsAddress().toString());
        progress.table(rows);
        needs.await("Flink to run the jobs", () -> jobs.isLive() ? "" : "not all tasks run yet");
        return jobs;
    }
}
