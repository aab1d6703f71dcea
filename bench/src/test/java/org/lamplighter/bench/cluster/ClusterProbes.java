// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks whether the members of a {@link Cluster} do their work. Not thread-safe. */
final class ClusterProbes implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Cluster.Size size;
    private final ClusterPorts ports;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    ClusterProbes(Cluster.Size size, ClusterPorts ports) {
        this.size = size;
        this.ports = ports;
    }

    boolean works(String name) throws InterruptedException {
        return switch (name.replaceAll("[0-9]", "")) {
            case "kafka" -> isInSync();
            case "jobmanager", "taskmanager" -> taskManagers() == size.taskManagers();
            case "gateway" -> answers(ports.of(name + " metrics"), "/health/ready");
            case "desk", "jobs" -> answers(ports.of(name), "/health/ready");
            default -> throw new IllegalStateException(name);
        };
    }

    private int taskManagers() throws InterruptedException {
        try {
            HttpResponse<String> answer = get(ports.of("jobmanager"), "/overview");
            return answer.statusCode() == 200
                    ? MAPPER.readTree(answer.body()).path("taskmanagers").asInt()
                    : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private boolean answers(int port, String path) throws InterruptedException {
        try {
            return get(port, path).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(5))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Whether every partition has all its replicas, so that the next broker can die. */
    private boolean isInSync() throws InterruptedException {
        try (Admin admin =
                Admin.create(
                        Map.of(
                                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                                ports.bootstrap(size.brokers()),
                                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                                "4000",
                                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                                "3000"))) {
            List<TopicDescription> topics = new ArrayList<>();
            var names = admin.listTopics().names().get(5, TimeUnit.SECONDS);
            topics.addAll(
                    admin.describeTopics(names).allTopicNames().get(5, TimeUnit.SECONDS).values());
            return topics.stream()
                            .flatMap(topic -> topic.partitions().stream())
                            .allMatch(partition -> partition.isr().size() == size.brokers())
                    && admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).size()
                            == size.brokers();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return false;
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
