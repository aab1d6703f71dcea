// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import org.lamplighter.gateway.bridge.BridgeConfig;
import org.lamplighter.gateway.coap.CoapConfig;
import org.lamplighter.gateway.http.HttpLimits;
import org.lamplighter.gateway.intake.InFlight;
import org.lamplighter.gateway.log.KafkaConfig;
import org.lamplighter.gateway.mqtt.MqttLimits;
import org.lamplighter.gateway.transport.ConnectionLimits;
import org.lamplighter.gateway.transport.ListenAddress;

import java.time.Duration;
import java.util.List;

/**
 * Everything that can be set about a gateway.
 *
 * @param name tells gateways apart: 1 to 32 letters, digits, {@code _} or {@code .}; stands in
 *     frame ids, sources and ticks
 * @param kafka where the log and the registry's feed are
 * @param mqtt where MQTT devices connect, without TLS
 * @param http where HTTP devices connect, without TLS
 * @param coap where CoAP devices send to
 * @param bridges brokers that frames come from
 * @param metrics where metrics and health are served
 * @param mqttLimits what an MQTT client may do
 * @param httpLimits what an HTTP client may do
 * @param connections how many connections each listener holds
 * @param inFlight how much is held that is not in the log yet
 * @param eventLoops threads that serve connections
 * @param stopTimeout how long a stop waits for frames in flight
 */
public record GatewayConfig(
        String name,
        KafkaConfig kafka,
        ListenAddress mqtt,
        ListenAddress http,
        CoapConfig coap,
        List<BridgeConfig> bridges,
        ListenAddress metrics,
        MqttLimits mqttLimits,
        HttpLimits httpLimits,
        ConnectionLimits connections,
        InFlight.Limits inFlight,
        int eventLoops,
        Duration stopTimeout) {
    private static final GatewayConfig DEFAULT =
            new GatewayConfig(
                    "gw1",
                    KafkaConfig.DEFAULT,
                    ListenAddress.loopback(1883),
                    ListenAddress.loopback(8081),
                    CoapConfig.OFF,
                    List.of(),
                    ListenAddress.loopback(9081),
                    MqttLimits.DEFAULT,
                    HttpLimits.DEFAULT,
                    ConnectionLimits.DEFAULT,
                    InFlight.Limits.DEFAULT,
                    2,
                    Duration.ofSeconds(5));

    /** The most bridges: each has threads of its own. */
    public static final int MAX_BRIDGES = 16;

    public GatewayConfig {
        bridges = List.copyOf(bridges);
        if (bridges.size() > MAX_BRIDGES) {
            throw new IllegalArgumentException(
                    "a gateway has at most "
                            + MAX_BRIDGES
                            + " bridges, not "
                            + bridges.size()
                            + "; give the others to another gateway");
        }
        if (bridges.stream().map(BridgeConfig::name).distinct().count() < bridges.size()) {
            throw new IllegalArgumentException(
                    "each bridge has a name of its own, but two have the same; rename one");
        }
        if (!name.matches("[A-Za-z0-9_.]{1,32}")) {
            throw new IllegalArgumentException(
                    "gateway name \""
                            + name
                            + "\" is not 1 to 32 letters, digits, _ or . ; choose another name");
        }
        if (eventLoops < 1) {
            throw new IllegalArgumentException(
                    "event loops must be at least 1, but are " + eventLoops);
        }
    }

    /** The fixed ports, on loopback, with a broker on this machine. */
    public static GatewayConfig defaults() {
        return DEFAULT;
    }

    public GatewayConfig withName(String newName) {
        return new GatewayConfig(
                newName,
                kafka,
                mqtt,
                http,
                coap,
                bridges,
                metrics,
                mqttLimits,
                httpLimits,
                connections,
                inFlight,
                eventLoops,
                stopTimeout);
    }

    public GatewayConfig withKafka(KafkaConfig newKafka) {
        return new GatewayConfig(
                name,
                newKafka,
                mqtt,
                http,
                coap,
                bridges,
                metrics,
                mqttLimits,
                httpLimits,
                connections,
                inFlight,
                eventLoops,
                stopTimeout);
    }

    public GatewayConfig withAddresses(
            ListenAddress newMqtt, ListenAddress newHttp, ListenAddress newMetrics) {
        return new GatewayConfig(
                name,
                kafka,
                newMqtt,
                newHttp,
                coap,
                bridges,
                newMetrics,
                mqttLimits,
                httpLimits,
                connections,
                inFlight,
                eventLoops,
                stopTimeout);
    }

    public GatewayConfig withMqttLimits(MqttLimits newLimits) {
        return new GatewayConfig(
                name,
                kafka,
                mqtt,
                http,
                coap,
                bridges,
                metrics,
                newLimits,
                httpLimits,
                connections,
                inFlight,
                eventLoops,
                stopTimeout);
    }

    public GatewayConfig withConnections(ConnectionLimits newLimits) {
        return new GatewayConfig(
                name,
                kafka,
                mqtt,
                http,
                coap,
                bridges,
                metrics,
                mqttLimits,
                httpLimits,
                newLimits,
                inFlight,
                eventLoops,
                stopTimeout);
    }

    public GatewayConfig withInFlight(InFlight.Limits newLimits) {
        return new GatewayConfig(
                name,
                kafka,
                mqtt,
                http,
                coap,
                bridges,
                metrics,
                mqttLimits,
                httpLimits,
                connections,
                newLimits,
                eventLoops,
                stopTimeout);
    }

    public GatewayConfig withCoap(CoapConfig newCoap) {
        return new GatewayConfig(
                name,
                kafka,
                mqtt,
                http,
                newCoap,
                bridges,
                metrics,
                mqttLimits,
                httpLimits,
                connections,
                inFlight,
                eventLoops,
                stopTimeout);
    }

    public GatewayConfig withBridges(List<BridgeConfig> newBridges) {
        return new GatewayConfig(
                name,
                kafka,
                mqtt,
                http,
                coap,
                newBridges,
                metrics,
                mqttLimits,
                httpLimits,
                connections,
                inFlight,
                eventLoops,
                stopTimeout);
    }
}
