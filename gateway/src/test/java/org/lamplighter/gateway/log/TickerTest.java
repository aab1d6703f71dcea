// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.lamplighter.gateway.RecordingEvents;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.Input;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

class TickerTest {
    private final RecordingEvents events = new RecordingEvents();
    private final MockProducer<byte[], byte[]> producer = producer();
    private final Ticker ticker =
            new Ticker("gw1", KafkaConfig.DEFAULT, () -> Set.of(Input.MQTT), events, producer);

    @Test
    void hasOneTickOfAPartitionUnderWayAndNeverASecond() {
        ticker.tick();
        assertThat(partitions()).as("one each").containsExactly(0, 1);

        ticker.tick();
        assertThat(partitions()).as("no second one").containsExactly(0, 1);
        assertThat(producer.completeNext()).isTrue();
        ticker.tick();

        assertThat(partitions()).as("where the last one is settled").containsExactly(0, 1, 0);
        assertThat(events.all(GatewayEvent.TickDropped.class)).isEmpty();
    }

    @Test
    void dropsATickThatIsNotDeliveredInTimeAndGoesOnWithTheNext() {
        ticker.tick();

        assertThat(producer.errorNext(new TimeoutException("2000 ms have passed"))).isTrue();
        ticker.tick();

        assertThat(events.all(GatewayEvent.TickDropped.class))
                .containsExactly(new GatewayEvent.TickDropped(0, "2000 ms have passed"));
        assertThat(partitions()).containsExactly(0, 1, 0);
    }

    @Test
    void givesATickTwoSecondsAndAMebibyteByDefault() {
        Map<String, Object> settings = new HashMap<>(Ticker.settings(KafkaConfig.DEFAULT));
        settings.put("key.serializer", ByteArraySerializer.class);
        settings.put("value.serializer", ByteArraySerializer.class);
        ProducerConfig config = new ProducerConfig(settings);

        assertThat(config.getInt("delivery.timeout.ms")).isEqualTo(2_000);
        assertThat(config.getInt("retries")).as("none is sent twice").isZero();
        assertThat(config.getLong("max.block.ms")).as("within one interval").isEqualTo(900);
        assertThat(config.getLong("buffer.memory")).isEqualTo(1 << 20);
    }

    private List<Integer> partitions() {
        return producer.history().stream().map(each -> each.partition()).toList();
    }

    private static MockProducer<byte[], byte[]> producer() {
        Node node = new Node(1, "127.0.0.1", 9092);
        Node[] nodes = {node};
        List<PartitionInfo> partitions =
                List.of(
                        new PartitionInfo("frames", 0, node, nodes, nodes),
                        new PartitionInfo("frames", 1, node, nodes, nodes));
        Cluster cluster = new Cluster("c", List.of(node), partitions, Set.of(), Set.of());
        return new MockProducer<>(
                cluster, false, null, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
