// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.load;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.lamplighter.embedded.EmbeddedKafka;
import org.lamplighter.gateway.Gateway;
import org.lamplighter.gateway.GatewayConfig;
import org.lamplighter.gateway.log.KafkaConfig;
import org.lamplighter.gateway.transport.ListenAddress;
import org.lamplighter.log.Change;
import org.lamplighter.log.Topic;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.registry.Credentials;
import org.lamplighter.registry.Device;
import org.lamplighter.registry.Location;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/**
 * A broker or a gateway as a process of its own, so that the processor time of each can be told
 * apart: {@code kafka DIRECTORY DEVICES}, which also registers {@code bench-…} devices, then {@code
 * gateway BOOTSTRAP LINGER-MILLIS MQTT-PORT}. Each prints one line when it is ready.
 */
public final class Target {
    private static final int PARTITIONS = 4;

    private Target() {}

    public static void main(String[] args) throws Exception {
        if (args.length == 3 && args[0].equals("kafka")) {
            try (EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(args[1]), 0)) {
                provision(kafka.bootstrapServers(), Integer.parseInt(args[2]));
                System.out.println("kafka " + kafka.bootstrapServers());
                new CountDownLatch(1).await();
            }
        } else if (args.length == 4 && args[0].equals("gateway")) {
            try (Gateway gateway = gateway(args[1], args[2], args[3])) {
                if (!gateway.awaitReady(Duration.ofSeconds(30))) {
                    throw new IOException("the gateway was not ready in 30 s");
                }
                System.out.println("gateway " + gateway.mqttAddress().getPort());
                new CountDownLatch(1).await();
            }
        } else {
            System.err.println(
                    "usage: kafka DIRECTORY DEVICES | gateway BOOTSTRAP LINGER-MILLIS MQTT-PORT");
            System.exit(2);
        }
    }

    private static Gateway gateway(String bootstrap, String linger, String port)
            throws IOException {
        KafkaConfig kafka =
                KafkaConfig.DEFAULT
                        .withBootstrap(bootstrap)
                        .withLinger(Duration.ofMillis(Long.parseLong(linger)));
        return Gateway.start(
                GatewayConfig.defaults()
                        .withKafka(kafka)
                        .withAddresses(
                                ListenAddress.loopback(Integer.parseInt(port)),
                                ListenAddress.loopback(0),
                                ListenAddress.loopback(0)));
    }

    /** Makes the topics and registers so many devices, as the desk would. */
    static void provision(String bootstrap, int devices)
            throws InterruptedException, ExecutionException {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap);
        try (Admin admin = Admin.create(settings)) {
            if (admin.listTopics().names().get().contains(Topic.FRAMES.name(""))) {
                return;
            }
            List<NewTopic> topics = Arrays.stream(Topic.values()).map(Target::newTopic).toList();
            admin.createTopics(topics).all().get();
        }
        try (Producer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            long version = 0;
            for (Sender sender : Sender.numbered(devices)) {
                byte[] change = change(sender, ++version).toJson();
                var unused =
                        producer.send(
                                new ProducerRecord<>(
                                        Topic.DEVICES.name(""), sender.device(), change));
            }
            producer.flush();
        }
    }

    private static NewTopic newTopic(Topic topic) {
        Map<String, String> settings = new HashMap<>(topic.settings());
        settings.put(
                "cleanup.policy", topic.cleanup() == Topic.Cleanup.COMPACT ? "compact" : "delete");
        return new NewTopic(topic.name(""), topic.partitions(PARTITIONS), (short) 1)
                .configs(settings);
    }

    private static Change change(Sender sender, long version) {
        Device device =
                new Device(
                        new DeviceId(sender.device()),
                        "generic-manhole-cover",
                        "",
                        new Location.Unknown(),
                        List.of(),
                        new TreeMap<>(),
                        false,
                        new Credentials(List.of(Credentials.hashOf(sender.token())), ""));
        return new Change(
                Change.Kind.DEVICE,
                sender.device(),
                version,
                new Change.Effect.Put(device.toJson()));
    }
}
