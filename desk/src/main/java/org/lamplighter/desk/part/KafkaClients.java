// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.part;

import org.apache.kafka.clients.CommonClientConfigs;

import java.util.HashMap;
import java.util.Map;

/** The settings that all of the desk's Kafka clients share. */
public final class KafkaClients {
    private KafkaClients() {}

    /** The user's own client settings, the servers and a client id that brokers can log. */
    public static Map<String, Object> settings(DeskConfig.Kafka kafka, String clientId) {
        Map<String, Object> settings = new HashMap<>(kafka.client());
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        // a telemetry subscription would be one more conversation with each broker, for nobody
        settings.put("enable.metrics.push", false);
        return settings;
    }
}
