// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import org.apache.flink.api.common.JobID;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.client.DuplicateJobSubmissionException;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.ExceptionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Flink cluster elsewhere, by its REST address. Jobs go to it as a graph and the job jar, and go
 * on without this process.
 *
 * <p>A submission's id is made of the job's name and of what it goes on from, so that two processes
 * that submit the same job at the same moment submit it once: the cluster refuses the second.
 */
final class RemoteCluster implements FlinkCluster {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteCluster.class);

    private final URI address;
    private final Path jar;
    private final Answers answers;
    private final RestClusterClient<String> client;

    private RemoteCluster(
            URI address, Path jar, Answers answers, RestClusterClient<String> client) {
        this.answers = answers;
        this.address = address;
        this.jar = jar;
        this.client = client;
    }

    /**
     * Names a cluster; does not ask it yet.
     *
     * @param address such as {@code http://jobmanager:8081}
     * @param jar the job jar, in a file of this machine
     * @throws IllegalStateException if the jar is not there
     */
    static RemoteCluster at(URI address, java.nio.file.Path jar) {
        return at(address, jar, Answers.DEFAULT);
    }

    /** As {@link #at(URI, java.nio.file.Path)}, with other patience. */
    static RemoteCluster at(URI address, java.nio.file.Path jar, Answers answers) {
        if (!Files.isReadable(jar)) {
            throw new IllegalStateException(
                    "The job jar "
                            + jar
                            + " cannot be read; build it with mvn package, or name another with"
                            + " jobs.jar");
        }
        Configuration settings = new Configuration();
        settings.set(RestOptions.ADDRESS, address.getHost());
        settings.set(RestOptions.PORT, address.getPort() < 0 ? 80 : address.getPort());
        settings.set(RestOptions.CONNECTION_TIMEOUT, answers.connection());
        settings.set(RestOptions.IDLENESS_TIMEOUT, answers.call());
        // who asks here asks again
        settings.set(RestOptions.RETRY_MAX_ATTEMPTS, 1);
        settings.set(RestOptions.RETRY_DELAY, Duration.ofMillis(100));
        try {
            return new RemoteCluster(
                    address,
                    new Path(jar.toAbsolutePath().toUri()),
                    answers,
                    new RestClusterClient<>(settings, "lamplighter"));
        } catch (Exception e) {
            throw new IllegalStateException(
                    "The client of Flink at " + address + " did not start: " + e.getMessage(), e);
        }
    }

    @Override
    public URI webAddress() {
        return address;
    }

    @Override
    public boolean endsWithThisProcess() {
        return false;
    }

    @Override
    public Optional<RunningJob> findUnderWay(String name) throws InterruptedException {
        return jobs().stream()
                .filter(job -> job.getJobName().equals(name))
                .filter(job -> !job.getJobState().isTerminalState())
                .findFirst()
                .map(job -> new RemoteJob(client, answers, job.getJobId(), name));
    }

    @Override
    public RunningJob submit(StreamGraph graph, Restore restore) throws InterruptedException {
        String name = graph.getJobName();
        JobGraph job = graph.getJobGraph();
        job.addJar(jar);
        Set<JobID> over = new HashSet<>();
        Set<JobID> underWay = new HashSet<>();
        jobs().forEach(
                        known ->
                                (known.getJobState().isTerminalState() ? over : underWay)
                                        .add(known.getJobId()));
        int beginning = 0;
        JobID id = idOf(name, restore, beginning);
        // those that ended without a checkpoint of their own
        while (over.contains(id)) {
            beginning++;
            id = idOf(name, restore, beginning);
        }
        if (!underWay.contains(id)) {
            job.setJobID(id);
            id = submit(job, name);
        }
        return new RemoteJob(client, answers, id, name);
    }

    private JobID submit(JobGraph job, String name) throws InterruptedException {
        try {
            return await(client.submitJob(job), "the submission of " + name);
        } catch (IllegalStateException e) {
            if (isDuplicate(e)) {
                LOG.info(
                        "Somebody else submitted {} as {} at the same moment",
                        name,
                        job.getJobID());
                return job.getJobID();
            }
            throw e;
        }
    }

    /** Over REST an exception arrives as text. */
    private static boolean isDuplicate(Throwable thrown) {
        return ExceptionUtils.findThrowableWithMessage(
                        thrown, DuplicateJobSubmissionException.class.getSimpleName())
                .isPresent();
    }

    /** An id that everybody who submits the same thing makes. */
    static JobID idOf(String name, Restore restore, int beginning) {
        String from =
                switch (restore) {
                    case Restore.From checkpoint -> checkpoint.checkpoint().toUri().toString();
                    case Restore.Beginning anew -> "";
                };
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(
                                    (name + "\n" + from + "\n" + beginning)
                                            .getBytes(StandardCharsets.UTF_8));
            return new JobID(Arrays.copyOf(hash, JobID.SIZE));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private Collection<JobStatusMessage> jobs() throws InterruptedException {
        return await(client.listJobs(), "the list of jobs");
    }

    private <T> T await(CompletableFuture<T> future, String what) throws InterruptedException {
        try {
            return future.get(answers.call().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Flink at " + address + ": " + what + " failed: " + rootMessage(e), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "Flink at "
                            + address
                            + ": "
                            + what
                            + " took longer than "
                            + answers.call().toSeconds()
                            + " s",
                    e);
        }
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        // the REST server sends its whole stack trace as the message
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public void close() {
        client.close();
    }
}
