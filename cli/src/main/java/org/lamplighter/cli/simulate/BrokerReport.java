// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.simulate;

import java.io.IOException;

/** To a broker that a bridge takes frames from, on the topic that names the device. */
record BrokerReport(SimulatedCity.Broker broker) implements Report {
    @Override
    public void deliver(String device, Credentials credentials, String payload) throws IOException {
        MqttReport.publish(
                broker.url(), device, broker.user(), broker.password(), topic(device), payload);
    }

    private static String topic(String device) {
        return SimulatedCity.Broker.TOPIC.pattern().replace("{device}", device);
    }
}
