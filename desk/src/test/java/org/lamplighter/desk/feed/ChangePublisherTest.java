// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.feed;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.log.Change;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.registry.Credentials;
import org.lamplighter.registry.Device;
import org.lamplighter.registry.Location;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

class ChangePublisherTest {
    private static final Device DEVICE =
            new Device(
                    new DeviceId("C-1"),
                    "generic-manhole-cover",
                    "",
                    new Location.Unknown(),
                    List.of(),
                    new TreeMap<>(),
                    false,
                    new Credentials(List.of("hash"), "sealed"));

    @Test
    void tellsADeviceWithItsCredentialsToGatewaysOnly() {
        Change change =
                new Change(Change.Kind.DEVICE, "C-1", 7, new Change.Effect.Put(DEVICE.toJson()));
        List<ProducerRecord<byte[], byte[]>> records = ChangePublisher.records(change, "p.", 4);
        assertThat(records).hasSize(2);
        assertThat(records.getFirst().topic()).isEqualTo("p.devices");
        assertThat(Change.parse(records.getFirst().value())).isEqualTo(change);
        assertThat(records.get(1).topic()).isEqualTo("p.frames");
        assertThat(records.get(1).partition()).isNull();
        assertThat(records.get(1).key()).isEqualTo("C-1".getBytes(StandardCharsets.UTF_8));
        assertThat(Change.parse(records.get(1).value()))
                .isEqualTo(
                        new Change(
                                Change.Kind.DEVICE,
                                "C-1",
                                7,
                                new Change.Effect.Put(DEVICE.withoutCredentials().toJson())));
        assertThat(headers(records.get(1)))
                .containsExactly(
                        "ce_specversion=1.0",
                        "ce_id=change-7",
                        "ce_source=/desk",
                        "ce_type=org.lamplighter.change");
    }

    @Test
    void hasOneRequestUnderWayAtATime() {
        assertThat(ChangePublisher.settings(DeskConfig.Kafka.local(9092)))
                .containsEntry("max.in.flight.requests.per.connection", 1);
    }

    @Test
    void tellsAProfileToEveryPartition() {
        Change change =
                new Change(
                        Change.Kind.PROFILE,
                        "p",
                        8,
                        new Change.Effect.Put(
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("id", "p")
                                        .put("yaml", "…")));
        List<ProducerRecord<byte[], byte[]>> records = ChangePublisher.records(change, "", 3);
        assertThat(records.stream().map(record -> record.topic() + " " + record.partition()))
                .containsExactly("profiles null", "frames 0", "frames 1", "frames 2");
        assertThat(records.subList(1, 4))
                .allSatisfy(
                        record -> {
                            assertThat(record.key()).isNull();
                            assertThat(Change.parse(record.value())).isEqualTo(change);
                        });
    }

    @Test
    void leavesATombstoneWithItsVersionWhereADeviceIsGone() {
        Change change = new Change(Change.Kind.DEVICE, "C-1", 9, new Change.Effect.Delete());
        List<ProducerRecord<byte[], byte[]>> records = ChangePublisher.records(change, "", 4);
        assertThat(records.getFirst().value()).isNull();
        assertThat(headers(records.getFirst())).containsExactly("version=9");
        assertThat(Change.parse(records.get(1).value())).isEqualTo(change);
    }

    @Test
    void aChildsChangeStandsAmongItsParentsFramesAndItsDeletionAlsoWhereItWouldSend() {
        Device child =
                new Device(
                        new DeviceId("box.1"),
                        "p",
                        "",
                        new Location.Unknown(),
                        List.of(),
                        new TreeMap<>(),
                        false,
                        Credentials.NONE,
                        Optional.of(new DeviceId("box")));
        Change put =
                new Change(Change.Kind.DEVICE, "box.1", 7, new Change.Effect.Put(child.toJson()));
        Change gone = new Change(Change.Kind.DEVICE, "box.1", 8, new Change.Effect.Delete());

        assertThat(places(put)).containsExactly("devices box.1", "frames box");
        assertThat(places(gone)).containsExactly("devices box.1", "frames box.1", "frames box");
        assertThat(Change.parse(ChangePublisher.records(put, "", 4).getLast().value()))
                .isEqualTo(put);
    }

    private static List<String> places(Change change) {
        return ChangePublisher.records(change, "", 4).stream()
                .map(record -> record.topic() + " " + new String(record.key(), UTF_8))
                .toList();
    }

    private static List<String> headers(ProducerRecord<byte[], byte[]> record) {
        return Arrays.stream(record.headers().toArray())
                .map(
                        header ->
                                header.key()
                                        + "="
                                        + new String(header.value(), StandardCharsets.UTF_8))
                .toList();
    }
}
