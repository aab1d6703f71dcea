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
 * @param gateway such as {@code tcp://127.0.0.1:1883}
 */
record MqttReport(String gateway) implements Report {
    @Override
    public void deliver(String device, Credentials credentials, String payload) throws IOException {
        publish(gateway, device, device, credentials.token(), "v1/frames", payload);
    }

    /**
     * Publishes one message and returns once it is acknowledged.
     *
     * @param user empty if the server asks for none
     */
    static void publish(
            String url, String clientId, String user, String password, String topic, String payload)
            throws IOException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        if (!user.isEmpty()) {
            options.setUserName(user);
            options.setPassword(password.getBytes(StandardCharsets.UTF_8));
        }
        options.setConnectionTimeout(10);
        options.setAutomaticReconnect(false);
        try {
            MqttClient client = new MqttClient(url, clientId, new MemoryPersistence());
            client.setTimeToWait(15_000);
            try {
                client.connect(options);
                client.publish(topic, payload.getBytes(StandardCharsets.UTF_8), 1, false);
                client.disconnect(1_000);
            } finally {
                client.close(true);
            }
        } catch (MqttException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
