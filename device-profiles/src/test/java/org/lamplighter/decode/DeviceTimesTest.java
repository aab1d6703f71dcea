// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

class DeviceTimesTest {
    @ParameterizedTest
    @CsvSource({
        "2026-01-31T08:00:00Z, 2026-01-31T08:00:00Z",
        "2026-01-31t08:00:00.5z, 2026-01-31T08:00:00.500Z",
        "2026-01-31 08:00:00Z, 2026-01-31T08:00:00Z",
        "'2026-01-31T08:00:00,123456789Z', 2026-01-31T08:00:00.123456789Z",
        "2026-01-31T08:00:00+08:00, 2026-01-31T00:00:00Z",
        "2026-01-31T08:00:00-0330, 2026-01-31T11:30:00Z",
        "2026-01-31T08:00:00+01, 2026-01-31T07:00:00Z",
        "2024-02-29T23:59:60Z, 2024-03-01T00:00:00Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
    })
    void readsIso8601WithAnOffset(String text, Instant expected) {
        assertThat(DeviceTimes.parseIso(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-01-31",
                "2026-01-31T08:00:00",
                "2026-02-29T08:00:00Z",
                "2026-13-01T08:00:00Z",
                "2026-01-31T24:00:00Z",
                "2026-01-31T08:00:00.Z",
                "2026-01-31T08:00:00.1234567890Z",
                "2026-01-31T08:00:00+8:00",
                "2026-01-31T08:00:00+19:00",
                "2026-01-31T08:00:00+08:60",
                "2026-01-31T08:00:00ZZ",
                "2026/01/31T08:00:00Z",
                "20260131T080000Z      ",
                "٢٠٢٦-01-31T08:00:00Z",
                "2026-01-31T08:00:00 08:00",
                "+026-01-31T08:00:00Z",
                "2026-01-31T08:00:00.000000000000000000000000000Z"
            })
    void takesNothingElseForATime(String text) {
        assertThat(DeviceTimes.parseIso(text)).isEmpty();
    }
}
