// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.FrameId;
import org.lamplighter.reading.Payload;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

class QuarantineRecordsTest {
    private static final Frame FRAME =
            new Frame(
                    new FrameId("gw1", 4096_000),
                    new DeviceId("cover-17"),
                    "/gw1/mqtt",
                    "v1/frames",
                    Payload.parseHex("00 ff"));
    private static final QuarantinedFrame QUARANTINED =
            new QuarantinedFrame(
                    FRAME,
                    DecodeFault.NOT_JSON,
                    "the payload is no JSON object",
                    new LogPosition(5, 77, Instant.parse("2026-11-21T08:00:00.250Z")));

    @Test
    void readsBackWhatItWrote() {
        assertThat(QuarantineRecords.parse("cover-17", headers(), FRAME.payload().toByteArray()))
                .isEqualTo(QUARANTINED);
    }

    @Test
    void saysWhyAndWhereFromInHeaders() {
        assertThat(headers())
                .containsEntry("ce_id", FRAME.id().toString())
                .containsEntry("reason", "NOT_JSON")
                .containsEntry("detail", "the payload is no JSON object")
                .containsEntry("origin-partition", "5")
                .containsEntry("origin-offset", "77")
                .containsEntry("origin-log-time", "2026-11-21T08:00:00.250Z");
    }

    @Test
    void refusesHeadersOfAnotherKind() {
        for (String name : headers().keySet()) {
            Map<String, String> broken = headers();
            broken.put(name, "?");
            if (Map.of("ce_specversion", 1, "ce_type", 1, "ce_source", 1, "channel", 1, "detail", 1)
                    .containsKey(name)) {
                continue;
            }
            assertThatThrownBy(() -> QuarantineRecords.parse("cover-17", broken, new byte[0]))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>();
        QuarantineRecords.headersOf(QUARANTINED)
                .forEach(header -> headers.put(header.name(), header.value()));
        return headers;
    }
}
