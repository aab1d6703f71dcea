// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;

import org.lamplighter.gateway.coap.CoapServices;
import org.lamplighter.gateway.event.Input;
import org.lamplighter.gateway.http.HttpPipeline;
import org.lamplighter.gateway.http.HttpServices;
import org.lamplighter.gateway.identity.DeviceDirectory;
import org.lamplighter.gateway.identity.RegistryFeed;
import org.lamplighter.gateway.identity.TopicRules;
import org.lamplighter.gateway.intake.FrameIds;
import org.lamplighter.gateway.intake.InFlight;
import org.lamplighter.gateway.intake.Intake;
import org.lamplighter.gateway.log.KafkaFrameLog;
import org.lamplighter.gateway.log.Ticker;
import org.lamplighter.gateway.mqtt.MqttPipeline;
import org.lamplighter.gateway.mqtt.MqttServices;
import org.lamplighter.gateway.mqtt.Sessions;
import org.lamplighter.gateway.telemetry.Health;
import org.lamplighter.gateway.telemetry.MeteredEvents;
import org.lamplighter.gateway.telemetry.MetricsServer;
import org.lamplighter.gateway.transport.ConnectionCap;
import org.lamplighter.gateway.transport.Patrols;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A running gateway: its wiring, from the log outwards to the devices. Thread-safe.
 *
 * <p>Its ports are bound when {@link #start} returns; devices are told to try later until it has
 * read the registry's feed.
 */
public final class Gateway implements AutoCloseable {
    private final Parts parts;
    private final DeviceDirectory devices;
    private final Listeners listeners;
    private final Others others;
    private final MetricsServer metrics;

    private Gateway(GatewayConfig config, Parts parts) throws IOException {
        this.parts = parts;
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        MeteredEvents events = new MeteredEvents(meters, System::nanoTime);

        KafkaFrameLog log = parts.add(KafkaFrameLog.start(config.kafka()));
        InFlight inFlight = new InFlight(config.limits().inFlight());
        FrameIds ids = new FrameIds(config.name(), InstantSource.system());
        Intake intake = new Intake(config.name(), log, ids, inFlight, events);

        devices = new DeviceDirectory();
        TopicRules topics = new TopicRules();
        parts.add(RegistryFeed.start(config.kafka(), devices, topics, events));

        EventLoopGroup loops =
                new MultiThreadIoEventLoopGroup(config.eventLoops(), NioIoHandler.newFactory());
        parts.add(() -> loops.shutdownGracefully().awaitUninterruptibly());
        Patrols patrols = new Patrols(System::nanoTime);
        listeners = parts.add(new Listeners(loops, patrols, config.stopTimeout()));
        listeners.listen(
                Input.MQTT,
                config.listen().mqtt(),
                new ConnectionCap(Input.MQTT, config.limits().connections(), events),
                new MqttPipeline(
                        new MqttServices(
                                devices,
                                topics,
                                intake,
                                inFlight,
                                new Sessions(),
                                patrols,
                                config.limits().mqtt(),
                                events)));
        listeners.listen(
                Input.HTTP,
                config.listen().http(),
                new ConnectionCap(Input.HTTP, config.limits().connections(), events),
                new HttpPipeline(
                        new HttpServices(
                                devices, intake, patrols, config.limits().http(), events)));

        CoapServices coap =
                new CoapServices(
                        devices,
                        intake,
                        inFlight,
                        config.coap().limits(),
                        System::nanoTime,
                        events);
        others = Others.start(config, coap, parts);

        Gauges.register(meters, inFlight, devices, listeners, others);
        inputs().forEach(events::expect);
        Health health = new Health(() -> whyNotLive(log), this::whyNotReady);
        metrics = parts.add(MetricsServer.start(config.listen().metrics(), meters, health));
        parts.add(Ticker.start(config.name(), config.kafka(), this::inputsUp, events));
        StartupWarnings.check(config);
    }

    /**
     * Starts a gateway.
     *
     * @throws IOException if a port cannot be had; the message says which and what to do
     */
    public static Gateway start(GatewayConfig config) throws IOException {
        Parts parts = new Parts();
        try {
            return new Gateway(config, parts);
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    public InetSocketAddress mqttAddress() {
        return listeners.address(Input.MQTT);
    }

    public InetSocketAddress httpAddress() {
        return listeners.address(Input.HTTP);
    }

    public InetSocketAddress coapsAddress() {
        return others.address(Input.COAPS);
    }

    public InetSocketAddress coapAddress() {
        return others.address(Input.COAP);
    }

    public InetSocketAddress metricsAddress() {
        return metrics.address();
    }

    /** Whether devices can deliver. */
    public boolean isReady() {
        return whyNotReady().isEmpty();
    }

    /** Waits until devices can deliver; returns false if they still cannot after {@code atMost}. */
    public boolean awaitReady(Duration atMost) throws InterruptedException {
        return devices.awaitComplete(atMost) && isReady();
    }

    private static List<String> whyNotLive(KafkaFrameLog log) {
        return log.isAlive() ? List.of() : List.of("the thread that appends frames has ended");
    }

    private List<String> whyNotReady() {
        if (!devices.isComplete()) {
            return List.of("the registry's feed has not been read to its end");
        }
        return Stream.of(listeners.whyDown(), others.whyDown()).flatMap(List::stream).toList();
    }

    private Set<Input> inputs() {
        Set<Input> all = new TreeSet<>(others.all());
        all.addAll(Set.of(Input.MQTT, Input.HTTP));
        return all;
    }

    /** The inputs through which a device could deliver now: what ticks say. */
    private Set<Input> inputsUp() {
        if (!devices.isComplete()) {
            return Set.of();
        }
        Set<Input> up = new TreeSet<>(listeners.up());
        up.addAll(others.up());
        return up;
    }

    /**
     * Stops: accepts nothing more, answers what is in flight within the stop timeout, tells MQTT 5
     * clients why, and closes.
     */
    @Override
    public void close() {
        parts.close();
    }
}
