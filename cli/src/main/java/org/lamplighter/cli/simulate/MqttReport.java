// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.simulate;

import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * By MQTT: connect, publish at QoS 1, disconnect.
 *
 * @param broker such as {@code tcp://127.0.0.1:1883}
 */
record MqttReport(String broker) implements Report {
    @Override
    public void deliver(String device, Credentials credentials, String payload) throws IOException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(device);
        options.setPassword(credentials.token().getBytes(StandardCharsets.UTF_8));
        options.setConnectionTimeout(10);
        options.setAutomaticReconnect(false);
        try {
            MqttClient client = new MqttClient(broker, device, new MemoryPersistence());
            client.setTimeToWait(15_000);
            try {
                client.connect(options);
                client.publish("v1/frames", payload.getBytes(StandardCharsets.UTF_8), 1, false);
                client.disconnect(1_000);
            } finally {
                client.close(true);
            }
        } catch (MqttException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
