// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.simulate;

import org.lamplighter.cli.rest.RestClient;
import org.lamplighter.profile.TopicPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets the simulated devices speak, each on its own connection as a sleeping device does: connect,
 * report, wait for the acknowledgement, disconnect. Where there is a broker of the city's own,
 * every fifth publishes to it; of the others every third speaks CoAP over DTLS, the rest MQTT. A
 * report that fails is said again at the device's next turn.
 *
 * <p>Runs on {@value #THREADS} threads of its own; {@link #close()} ends them.
 */
public final class SimulatedCity implements AutoCloseable {
    /**
     * Where the devices send to.
     *
     * @param mqtt such as {@code tcp://127.0.0.1:1883}
     * @param coaps such as {@code coaps://127.0.0.1:5684}
     * @param broker where every fifth publishes, if there is one
     */
    public record Gateway(String mqtt, String coaps, Optional<Broker> broker) {
        /** On this machine. */
        public static Gateway local(int mqttPort, int coapsPort) {
            return new Gateway(
                    "tcp://127.0.0.1:" + mqttPort,
                    "coaps://127.0.0.1:" + coapsPort,
                    Optional.empty());
        }

        /** With devices behind a broker. */
        public Gateway withBroker(Optional<Broker> newBroker) {
            return new Gateway(mqtt, coaps, newBroker);
        }
    }

    /**
     * An MQTT broker that the city has already; a bridge takes the frames from it.
     *
     * @param url such as {@code tcp://127.0.0.1:1884}
     * @param user whom the broker knows all devices by; empty if it asks for none
     * @param password of that user
     */
    public record Broker(String url, String user, String password) {
        /** Where the devices publish. */
        public static final TopicPattern TOPIC = new TopicPattern("city/{device}/up");

        public Broker {
            if (!url.matches("(tcp|ssl)://[^/:]+:[0-9]{1,5}")) {
                throw new IllegalArgumentException(
                        "the broker's address is tcp://HOST:PORT or ssl://HOST:PORT, not \""
                                + url
                                + "\"");
            }
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Broker[" + url + ", " + user + "]";
        }
    }

    /** How many devices speak at once at most. */
    private static final int THREADS = 4;

    private static final Logger log = LoggerFactory.getLogger(SimulatedCity.class);

    private final Report mqtt;
    private final Report coap;
    private final Optional<Report> broker;
    private final Map<String, Credentials> credentials;
    private final ScheduledExecutorService turns;
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder byCoap = new LongAdder();
    private final LongAdder byBroker = new LongAdder();
    private final long begin = System.nanoTime();

    private SimulatedCity(Gateway gateway, Map<String, Credentials> credentials) {
        this.mqtt = new MqttReport(gateway.mqtt());
        this.coap = new CoapReport(gateway.coaps());
        this.broker = gateway.broker().map(BrokerReport::new);
        this.credentials = Map.copyOf(credentials);
        this.turns =
                Executors.newScheduledThreadPool(
                        THREADS, Thread.ofPlatform().name("city-", 0).daemon().factory());
    }

    /** The devices of the city: of five, two are covers, two lamps and one a bay. */
    static List<SimulatedDevice> devices(int count, long seed) {
        List<SimulatedDevice> devices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SimulatedDevice.Kind kind =
                    switch (i % 5) {
                        case 0, 1 -> SimulatedDevice.Kind.COVER;
                        case 2, 3 -> SimulatedDevice.Kind.LAMP;
                        case 4 -> SimulatedDevice.Kind.BAY;
                        default -> throw new IllegalStateException("a remainder of 5 is 0 to 4");
                    };
            int ordinal = kind == SimulatedDevice.Kind.BAY ? i / 5 : i / 5 * 2 + i % 5 % 2;
            String id =
                    "demo-" + kind.name().toLowerCase(java.util.Locale.ROOT) + "-" + (ordinal + 1);
            devices.add(new SimulatedDevice(id, kind, ordinal, seed * 1_000 + i));
        }
        return devices;
    }

    /**
     * Begins: each device speaks for the first time within six seconds.
     *
     * @param credentials those of each registered device by its id
     */
    static SimulatedCity begin(
            Gateway gateway, List<SimulatedDevice> devices, Map<String, Credentials> credentials) {
        SimulatedCity city = new SimulatedCity(gateway, credentials);
        for (int i = 0; i < devices.size(); i++) {
            SimulatedDevice device = devices.get(i);
            city.later(() -> city.speak(device, 1), Duration.ofMillis(i * 100L));
        }
        return city;
    }

    /**
     * Registers the devices by REST where they are not yet, and begins.
     *
     * @param tokenFile where their tokens and keys are kept for the next run, mode 0600
     */
    public static SimulatedCity begin(
            int count, long seed, Gateway gateway, RestClient desk, Path tokenFile) {
        List<SimulatedDevice> devices = devices(count, seed);
        return begin(gateway, devices, CityRegistration.register(devices, desk, tokenFile));
    }

    /** How many reports the gateway, or the broker before it, has acknowledged. */
    public long acknowledged() {
        return acknowledged.sum();
    }

    /** How many of them came by CoAP. */
    public long acknowledgedByCoap() {
        return byCoap.sum();
    }

    /** How many of them the broker has acknowledged. */
    public long acknowledgedByBroker() {
        return byBroker.sum();
    }

    @Override
    public void close() {
        turns.shutdownNow();
    }

    private void speak(SimulatedDevice device, int report) {
        Duration sinceBegin = Duration.ofNanos(System.nanoTime() - begin);
        int next = report;
        try {
            Credentials own = credentials.getOrDefault(device.id(), Credentials.NONE);
            String payload = device.payload(sinceBegin, report);
            if (broker.isPresent() && device.isBehindBroker()) {
                broker.get().deliver(device.id(), own, payload);
                byBroker.increment();
            } else if (!own.psk().isEmpty()) {
                coap.deliver(device.id(), own, payload);
                byCoap.increment();
            } else {
                mqtt.deliver(device.id(), own, payload);
            }
            acknowledged.increment();
            next = report + 1;
        } catch (IOException e) {
            log.debug("{} could not report: {}", device.id(), e.getMessage());
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            return;
        }
        if (!turns.isShutdown()) {
            int turn = next;
            later(() -> speak(device, turn), device.pause(sinceBegin, report));
        }
    }

    private void later(Runnable turn, Duration pause) {
        try {
            var unused = turns.schedule(turn, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("the city has been closed");
        }
    }
}
