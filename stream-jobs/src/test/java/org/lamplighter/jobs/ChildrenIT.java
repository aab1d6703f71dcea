// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.jobs.lane.Cabinet;
import org.lamplighter.log.Change;
import org.lamplighter.log.LaneAccount;
import org.lamplighter.log.Topic;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.registry.Credentials;
import org.lamplighter.registry.Device;
import org.lamplighter.registry.Location;
import org.lamplighter.trouble.TroubleCodec;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Cabinets whose frames tell of 64 lamps each, through Kafka, the jobs and the archive. */
final class ChildrenIT {
    private static final int CABINETS = 6;
    private static final int LAMPS = 64;
    private static final String RULES =
            """
            - id: lamp-dead
              title: { en: Lamp dead, zh: 灯不亮 }
              applies-to: { kind: streetlight }
              severity: minor
              parameters:
                dark: { default: 0.05, min: 0.01, max: 1, unit: A, title: { en: Dark, zh: 暗 } }
              raise: on && current < dark
              case: { kind: lamp-dead, deadline: 2d }
            """;

    @Test
    void oneFrameIsSixtyFiveDevicesReadingsAlsoAfterAKill(@TempDir Path directory)
            throws Exception {
        try (Plant plant = new Plant(directory)) {
            ObjectNode profile = ((Change.Effect.Put) Cabinet.profile().effect()).body();
            plant.register(Change.Kind.PROFILE, Cabinet.PROFILE, profile);
            plant.register(
                    Change.Kind.RULES,
                    "lamps-at-once",
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("pack", "lamps-at-once")
                            .put("yaml", RULES));
            for (int cabinet = 0; cabinet < CABINETS; cabinet++) {
                String id = "box-" + cabinet;
                // half of them a starting lane reads from the feed, half come by the log
                boolean old = cabinet % 2 == 0;
                List<Device> devices = new ArrayList<>();
                devices.add(device(id, Cabinet.PROFILE, Optional.empty()));
                for (int lamp = 0; lamp < LAMPS; lamp++) {
                    devices.add(
                            device(id + "." + lamp, Cabinet.LAMP, Optional.of(new DeviceId(id))));
                }
                plant.registerAll(devices, !old);
            }
            int rounds = 2;
            JobsConfig config = plant.config();
            for (int round = 1; round <= rounds; round++) {
                try (JobsProcess jobs =
                        JobsProcess.start(config, directory.resolve("jobs-" + round + ".log"))) {
                    plant.awaitTicking("ready", () -> jobs.status("/health/ready") == 200);
                    send(plant, round);
                    int frames = round * CABINETS;
                    if (round < rounds) {
                        plant.awaitTicking(
                                "some readings",
                                () -> plant.count(Topic.READINGS) > (frames - 3L) * LAMPS);
                        jobs.kill();
                    } else {
                        plant.awaitTicking(
                                "all accounts", () -> sum(plant, LaneAccount::fresh) == frames);
                        plant.awaitTicking(
                                "all rows",
                                () ->
                                        plant.number("select sum(archived) from archive_lane")
                                                == (long) frames * (LAMPS + 1));
                        plant.awaitTicking("the troubles", () -> scopes(plant).size() == CABINETS);
                    }
                }
            }

            long readings = (long) rounds * CABINETS * (LAMPS + 1);
            assertThat(sum(plant, LaneAccount::readings)).isEqualTo(readings);
            assertThat(plant.number("select sum(archived_before) from archive_lane")).isZero();
            assertThat(plant.number("select count(distinct device) from point_value"))
                    .isEqualTo(CABINETS * (LAMPS + 1));
            assertThat(plant.records(Topic.QUARANTINE)).isEmpty();
            assertThat(scopes(plant)).allMatch(scope -> scope.matches("device:box-[0-5]\\.17"));
            assertThat(
                            plant.records(Topic.READINGS).stream()
                                    .filter(
                                            each ->
                                                    new String(each.key(), StandardCharsets.UTF_8)
                                                            .equals("box-3.17"))
                                    .map(each -> each.headers().lastHeader("sender").value())
                                    .map(value -> new String(value, StandardCharsets.UTF_8))
                                    .distinct())
                    .containsExactly("box-3");
            System.out.printf(
                    "%d frames of %d cabinets over %d kill: %d readings archived of %d devices%n",
                    rounds * CABINETS,
                    CABINETS,
                    rounds - 1,
                    plant.number("select sum(archived) from archive_lane"),
                    plant.number("select count(distinct device) from point_value"));
        }
    }

    /** Of what there are troubles. */
    private static Set<String> scopes(Plant plant) {
        return plant.records(Topic.TROUBLES).stream()
                .map(ConsumerRecord::value)
                .map(TroubleCodec::parse)
                .map(trouble -> trouble.scope().text())
                .collect(Collectors.toSet());
    }

    private static void send(Plant plant, int round) {
        Instant now = Instant.now();
        byte[][] lamps =
                IntStream.range(0, LAMPS)
                        .mapToObj(lamp -> Cabinet.lamp(lamp, true, lamp == 17 ? 0 : 0.4))
                        .toArray(byte[][]::new);
        for (int cabinet = 0; cabinet < CABINETS; cabinet++) {
            Plant.await(plant.frame("box-" + cabinet, Cabinet.frame(round, now, true, lamps)));
        }
    }

    private static Device device(String id, String profile, Optional<DeviceId> parent) {
        return new Device(
                new DeviceId(id),
                profile,
                "",
                new Location.Unknown(),
                List.of(),
                new TreeMap<>(),
                false,
                Credentials.NONE,
                parent);
    }

    private static long sum(Plant plant, ToLongFunction<LaneAccount> part) {
        return plant.accounts().values().stream().mapToLong(part).sum();
    }
}
