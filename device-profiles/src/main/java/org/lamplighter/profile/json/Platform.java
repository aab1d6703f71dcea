// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.json;

import org.lamplighter.yaml.Issues;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlReader;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** LoRaWAN platforms whose envelopes profiles may name. */
enum Platform {
    /**
     * ChirpStack 4, JSON of its integrations: {@code UplinkEvent} of {@code
     * integration/integration.proto}.
     */
    CHIRPSTACK("{ base64: $.data, channel: $.fPort, time: $.time, packet: $.deduplicationId }"),

    /** The Things Stack 3: "Data Formats", uplink messages. */
    THE_THINGS_STACK(
            "{ base64: $.uplink_message.frm_payload, channel: $.uplink_message.f_port,"
                    + " time: $.received_at }");

    private final String yaml;

    Platform(String yaml) {
        this.yaml = yaml;
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Platform::word).toList();
    }

    static Platform of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What {@code wrap} says of it. */
    Optional<YamlMap> envelope(List<String> keys) {
        return YamlReader.read(yaml, new Issues(word(), yaml))
                .flatMap(value -> value.map("an envelope", keys));
    }
}
