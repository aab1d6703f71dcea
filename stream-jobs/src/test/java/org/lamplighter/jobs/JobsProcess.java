// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs;

import org.lamplighter.jobs.archive.Database;
import org.lamplighter.jobs.cluster.JobRunner;
import org.lamplighter.jobs.cluster.StateBackend;
import org.lamplighter.jobs.topic.KafkaTopics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The jobs in a process of their own, which a test can kill. */
final class JobsProcess implements AutoCloseable {
    private static final String MARKER = "METRICS AT ";

    private final Process process;
    private final Path log;

    private JobsProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static JobsProcess start(JobsConfig config, Path log) throws IOException {
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path", ""));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home", ""), "bin", "java")
                                        .toString(),
                                "-Xmx768m",
                                // it lives for seconds: what makes a start slow is not worth it
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                classPath,
                                JobsProcess.class.getName()));
        command.addAll(
                List.of(
                        config.topics().bootstrapServers(),
                        config.topics().prefix(),
                        config.database().jdbcUrl(),
                        config.database().user(),
                        config.directory().toString(),
                        config.execution().stateBackend().name()));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("JOBS_TEST_PASSWORD", config.database().password());
        return new JobsProcess(builder.start(), log);
    }

    public static void main(String[] args) throws InterruptedException {
        JobsConfig config =
                JobsConfig.defaults()
                        .withTopics(new KafkaTopics(args[0], args[1], Map.of()))
                        .withDatabase(
                                new Database(args[2], args[3], System.getenv("JOBS_TEST_PASSWORD")))
                        .withDirectory(Path.of(args[4]))
                        .withListen(new JobRunner.Listen("127.0.0.1", 0, 0))
                        .withExecution(Plant.EXECUTION.with(StateBackend.valueOf(args[5])));
        try (Jobs jobs = Jobs.start(config)) {
            System.out.println(MARKER + jobs.metricsAddress().getPort());
            new CountDownLatch(1).await();
        }
    }

    /** The status of a path of the metrics server, or 0 before it listens. */
    int status(String path) {
        try {
            String said = Files.readString(log);
            int at = said.lastIndexOf(MARKER);
            if (at < 0) {
                return 0;
            }
            String port = said.substring(at + MARKER.length()).lines().findFirst().orElse("");
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .timeout(Duration.ofSeconds(5))
                            .build();
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
