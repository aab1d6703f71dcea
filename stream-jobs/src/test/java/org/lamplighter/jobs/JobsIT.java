// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.log.LaneAccount;
import org.lamplighter.log.Topic;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

final class JobsIT {
    @Test
    void framesBecomeReadingsAlarmsTroublesAndRows(@TempDir Path directory) throws Exception {
        try (Plant plant = new Plant(directory)) {
            plant.registerCover("C-1");
            Instant begun = Instant.now();
            try (Jobs jobs = Jobs.start(plant.config())) {
                plant.awaitTicking("ready", jobs::isReady);
                System.out.println(
                        "Jobs ready after "
                                + Duration.between(begun, Instant.now()).toMillis()
                                + " ms");

                Plant.await(plant.frame("C-1", "{\"seq\":1,\"tilt\":2.0,\"ch4\":55}"));
                plant.awaitTicking(
                        "the row", () -> plant.number("select count(*) from point_value") == 2);
                plant.awaitTicking("the trouble", () -> !plant.records(Topic.TROUBLES).isEmpty());

                assertThat(plant.records(Topic.READINGS)).hasSize(1);
                assertThat(plant.records(Topic.ALARMS)).hasSize(1);
                assertThat(plant.records(Topic.TROUBLES)).hasSize(1);
                assertThat(plant.records(Topic.QUARANTINE)).isEmpty();
                plant.awaitTicking(
                        "accounts",
                        () ->
                                plant.accounts().values().stream()
                                                .mapToLong(LaneAccount::fresh)
                                                .sum()
                                        == 1);
            }
        }
    }
}
