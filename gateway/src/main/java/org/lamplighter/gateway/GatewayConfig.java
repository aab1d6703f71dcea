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
 * @param listen where it listens by TCP
 * @param coap where CoAP devices send to
 * @param bridges brokers that frames come from
 * @param limits what clients may do, each and together
 * @param eventLoops threads that serve connections
 * @param stopTimeout how long a stop waits for frames in flight
 */
public record GatewayConfig(
        String name,
        KafkaConfig kafka,
        Listen listen,
        CoapConfig coap,
        List<BridgeConfig> bridges,
        Limits limits,
        int eventLoops,
        Duration stopTimeout) {
    private static final GatewayConfig DEFAULT =
            new GatewayConfig(
                    "gw1",
                    KafkaConfig.DEFAULT,
                    new Listen(
                            ListenAddress.loopback(1883),
                            ListenAddress.loopback(8081),
                            ListenAddress.loopback(9081)),
                    CoapConfig.OFF,
                    List.of(),
                    new Limits(
                            MqttLimits.DEFAULT,
                            HttpLimits.DEFAULT,
                            ConnectionLimits.DEFAULT,
                            InFlight.Limits.DEFAULT),
                    2,
                    Duration.ofSeconds(5));

    /** The most bridges: each has threads of its own. */
    public static final int MAX_BRIDGES = 16;

    /**
     * Where it listens by TCP.
     *
     * @param mqtt where MQTT devices connect, without TLS
     * @param http where HTTP devices connect, without TLS
     * @param metrics where metrics and health are served
     */
    public record Listen(ListenAddress mqtt, ListenAddress http, ListenAddress metrics) {}

    /**
     * What clients may do, each and together.
     *
     * @param mqtt what an MQTT client may do
     * @param http what an HTTP client may do
     * @param connections how many connections each listener holds
     * @param inFlight how much is held that is not in the log yet
     */
    public record Limits(
            MqttLimits mqtt,
            HttpLimits http,
            ConnectionLimits connections,
            InFlight.Limits inFlight) {}

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

    public GatewayConfig withName(String other) {
        return new GatewayConfig(
                other, kafka, listen, coap, bridges, limits, eventLoops, stopTimeout);
    }

    public GatewayConfig withKafka(KafkaConfig other) {
        return new GatewayConfig(
                name, other, listen, coap, bridges, limits, eventLoops, stopTimeout);
    }

    public GatewayConfig withAddresses(
            ListenAddress mqtt, ListenAddress http, ListenAddress metrics) {
        Listen other = new Listen(mqtt, http, metrics);
        return new GatewayConfig(
                name, kafka, other, coap, bridges, limits, eventLoops, stopTimeout);
    }

    public GatewayConfig withCoap(CoapConfig other) {
        return new GatewayConfig(
                name, kafka, listen, other, bridges, limits, eventLoops, stopTimeout);
    }

    public GatewayConfig withBridges(List<BridgeConfig> other) {
        return new GatewayConfig(name, kafka, listen, coap, other, limits, eventLoops, stopTimeout);
    }

    public GatewayConfig withInFlight(InFlight.Limits inFlight) {
        Limits other = new Limits(limits.mqtt(), limits.http(), limits.connections(), inFlight);
        return new GatewayConfig(
                name, kafka, listen, coap, bridges, other, eventLoops, stopTimeout);
    }
}
