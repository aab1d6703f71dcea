// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.log;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.lamplighter.log.Topic;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks at the start whether the log keeps what it acknowledges over a power cut: by a flush for
 * each append or by at least two replicas in sync.
 */
public final class DurabilityCheck {
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private DurabilityCheck() {}

    /**
     * Asks the broker; blocks for up to ten seconds.
     *
     * @return a warning for people, or empty if all is well or the broker did not say
     */
    public static Optional<String> warning(KafkaConfig kafka) throws InterruptedException {
        String topic = Topic.FRAMES.name(kafka.topicPrefix());
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers", kafka.bootstrap(),
                        "client.id", "lamplighter-gateway-check",
                        "default.api.timeout.ms", "9000",
                        "request.timeout.ms", "5000");
        try (Admin admin = Admin.create(settings)) {
            Collection<Config> found =
                    admin.describeConfigs(List.of(resource))
                            .all()
                            .get(ANSWER.toSeconds(), TimeUnit.SECONDS)
                            .values();
            return found.stream()
                    .findFirst()
                    .flatMap(
                            config ->
                                    judge(
                                            topic,
                                            valueOf(config, "min.insync.replicas"),
                                            valueOf(config, "flush.messages")));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    static Optional<String> judge(String topic, long minInsyncReplicas, long flushMessages) {
        if (minInsyncReplicas >= 2 || flushMessages <= 1) {
            return Optional.empty();
        }
        return Optional.of(
                "a power cut can lose acknowledged frames: topic "
                        + topic
                        + " has min.insync.replicas="
                        + minInsyncReplicas
                        + " and flush.messages="
                        + flushMessages
                        + "; set min.insync.replicas to 2 or more with as many replicas, or"
                        + " flush.messages to 1");
    }

    private static long valueOf(Config config, String name) {
        ConfigEntry entry = config.get(name);
        return entry == null || entry.value() == null ? 0 : Long.parseLong(entry.value());
    }
}
