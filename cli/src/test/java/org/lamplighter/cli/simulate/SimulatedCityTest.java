// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

final class SimulatedCityTest {
    private final List<SimulatedDevice> devices = SimulatedCity.devices(60, 7);

    @Test
    void hasTwentyFourCoversTwentyFourLampsAndTwelveBaysWithNamesOfTheirOwn() {
        assertThat(
                        devices.stream()
                                .collect(
                                        Collectors.groupingBy(
                                                SimulatedDevice::kind, Collectors.counting())))
                .containsEntry(SimulatedDevice.Kind.COVER, 24L)
                .containsEntry(SimulatedDevice.Kind.LAMP, 24L)
                .containsEntry(SimulatedDevice.Kind.BAY, 12L);
        assertThat(devices.stream().map(SimulatedDevice::id).distinct()).hasSize(60);
    }

    @Test
    void everyThirdSpeaksCoapAndOneOfThemIsTheFirstInTrouble() {
        assertThat(devices.stream().filter(SimulatedDevice::speaksCoap))
                .hasSize(20)
                .extracting(SimulatedDevice::id)
                .contains("demo-cover-4", "demo-lamp-1", "demo-bay-1");
    }

    @Test
    void everyFifthIsBehindABrokerAndOneOfThemIsOpened() {
        assertThat(devices.stream().filter(SimulatedDevice::isBehindBroker))
                .hasSize(12)
                .extracting(SimulatedDevice::id)
                .contains("demo-cover-8", "demo-lamp-3", "demo-bay-3");
    }

    @Test
    void saysTheSameForTheSameSeedAndTime() {
        Duration later = Duration.ofSeconds(40);

        assertThat(SimulatedCity.devices(60, 7).get(8).payload(later, 3))
                .isEqualTo(devices.get(8).payload(later, 3));
    }

    @Test
    void fillsOneChamberWithMethaneAfterFiveSeconds() {
        SimulatedDevice gassing =
                devices.stream()
                        .filter(device -> device.id().equals("demo-cover-4"))
                        .findFirst()
                        .orElseThrow();

        assertThat(gassing.payload(Duration.ofSeconds(1), 1)).containsPattern("\"ch4\":[01]\\.");
        assertThat(gassing.payload(Duration.ofSeconds(6), 2))
                .containsPattern("\"ch4\":(2[6-9]|30)\\.");
        assertThat(gassing.pause(Duration.ofSeconds(6), 2)).isEqualTo(Duration.ofSeconds(3));
    }
}
