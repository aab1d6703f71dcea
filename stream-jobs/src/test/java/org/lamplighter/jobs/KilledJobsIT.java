// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.alarm.AlarmCodec;
import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.jobs.cluster.StateBackend;
import org.lamplighter.log.LaneAccount;
import org.lamplighter.log.Topic;
import org.lamplighter.reading.Payload;
import org.lamplighter.trouble.Trouble;
import org.lamplighter.trouble.TroubleCodec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.ToLongFunction;

/** The jobs in a process of their own, which is killed. */
final class KilledJobsIT {
    @Test
    void aKillLosesNothingAndDoublesNothing(@TempDir Path directory) throws Exception {
        kill(StateBackend.HEAP, directory);
    }

    @Test
    @Tag("faults")
    void aKillLosesNothingAndDoublesNothingOnRocksDb(@TempDir Path directory) throws Exception {
        kill(StateBackend.ROCKSDB, directory);
    }

    private static void kill(StateBackend backend, Path directory) throws Exception {
        int devices = 20;
        // the first kill ends a fresh run, the second one that was itself restored
        int rounds = 2;
        int perRound = 1_500;
        try (Plant plant = new Plant(directory)) {
            for (int device = 0; device < devices; device++) {
                plant.registerCover("C-" + device);
            }
            JobsConfig usual = plant.config();
            JobsConfig config = usual.withExecution(usual.execution().with(backend));
            int sent = 0;
            for (int round = 0; round <= rounds; round++) {
                try (JobsProcess jobs =
                        JobsProcess.start(config, directory.resolve("jobs-" + round + ".log"))) {
                    plant.awaitTicking("ready", () -> jobs.status("/health/ready") == 200);
                    if (round < rounds) {
                        sent = send(plant, devices, sent, perRound);
                        int enough = sent - perRound / 2;
                        plant.awaitTicking(
                                "some readings", () -> plant.count(Topic.READINGS) >= enough);
                        jobs.kill();
                    } else {
                        int all = sent;
                        plant.awaitTicking(
                                "all accounts", () -> sum(plant, LaneAccount::fresh) == all);
                        plant.awaitTicking(
                                "all rows",
                                () -> plant.number("select count(*) from point_value") == 2L * all);
                    }
                }
            }

            assertThat(plant.number("select sum(archived) from archive_lane")).isEqualTo(sent);
            assertThat(plant.number("select sum(archived_before) from archive_lane")).isZero();
            assertThat(sum(plant, LaneAccount::frames)).isEqualTo(sent);
            assertThat(sum(plant, LaneAccount::decoded)).isEqualTo(sent);
            assertThat(sum(plant, LaneAccount::readings)).isEqualTo(sent);
            assertThat(
                            sum(plant, LaneAccount::pending)
                                    + sum(plant, LaneAccount::quarantined)
                                    + sum(plant, LaneAccount::duplicates))
                    .isZero();
            int repeats = plant.records(Topic.READINGS).size() - sent;
            assertThat(repeats).isNotNegative();
            assertOneContentForEachRev(plant);
            System.out.printf(
                    "%s, %d kills: %d frames sent, %d archived, %d readings put out again and not"
                            + " counted%n",
                    backend.text(),
                    rounds,
                    sent,
                    plant.number("select sum(archived) from archive_lane"),
                    repeats);
        }
    }

    private static int send(Plant plant, int devices, int from, int count) {
        List<Future<RecordMetadata>> acknowledgements = new ArrayList<>();
        for (int n = from; n < from + count; n++) {
            // every tenth frame opens or closes the lid
            acknowledgements.add(
                    plant.frame(
                            "C-" + n % devices,
                            "{\"seq\":%d,\"tilt\":1.5,\"open\":%b}"
                                    .formatted(n, n / devices % 10 == 0)));
        }
        acknowledgements.forEach(Plant::await);
        return from + count;
    }

    /** A snapshot put out again after a kill is the same to the byte: consumers may take either. */
    private static void assertOneContentForEachRev(Plant plant) {
        Map<String, Payload> alarms = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : plant.records(Topic.ALARMS)) {
            AlarmEvent alarm = AlarmCodec.parse(record.value());
            Payload bytes = Payload.copyOf(record.value());
            assertThat(
                            alarms.merge(
                                    alarm.id() + "-" + alarm.rev(),
                                    bytes,
                                    (first, second) -> first))
                    .isEqualTo(bytes);
        }
        assertThat(alarms).isNotEmpty();
        Map<String, Payload> troubles = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : plant.records(Topic.TROUBLES)) {
            Trouble trouble = TroubleCodec.parse(record.value());
            Payload bytes = Payload.copyOf(record.value());
            assertThat(
                            troubles.merge(
                                    trouble.id() + "-" + trouble.rev(),
                                    bytes,
                                    (first, second) -> first))
                    .isEqualTo(bytes);
        }
        assertThat(troubles).isNotEmpty();
    }

    private static long sum(Plant plant, ToLongFunction<LaneAccount> term) {
        return plant.accounts().values().stream().mapToLong(term).sum();
    }
}
