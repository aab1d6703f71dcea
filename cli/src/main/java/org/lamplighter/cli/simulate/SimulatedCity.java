// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.simulate;

import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.lamplighter.cli.rest.RestClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets the simulated devices speak, each on its own connection as a sleeping device does: connect,
 * publish at QoS 1, wait for the acknowledgement, disconnect. A report that fails is said again at
 * the device's next turn.
 *
 * <p>Runs on {@value #THREADS} threads of its own; {@link #close()} ends them.
 */
public final class SimulatedCity implements AutoCloseable {
    /** How many devices speak at once at most. */
    private static final int THREADS = 4;

    private static final Logger log = LoggerFactory.getLogger(SimulatedCity.class);

    private final String broker;
    private final Map<String, String> tokens;
    private final ScheduledExecutorService turns;
    private final LongAdder acknowledged = new LongAdder();
    private final long begin = System.nanoTime();

    private SimulatedCity(String broker, Map<String, String> tokens) {
        this.broker = broker;
        this.tokens = Map.copyOf(tokens);
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
     * @param broker such as {@code tcp://127.0.0.1:1883}
     * @param tokens each registered device's token by its id
     */
    static SimulatedCity begin(
            String broker, List<SimulatedDevice> devices, Map<String, String> tokens) {
        SimulatedCity city = new SimulatedCity(broker, tokens);
        for (int i = 0; i < devices.size(); i++) {
            SimulatedDevice device = devices.get(i);
            city.later(() -> city.speak(device, 1), Duration.ofMillis(i * 100L));
        }
        return city;
    }

    /**
     * Registers the devices by REST where they are not yet, and begins.
     *
     * @param tokenFile where their tokens are kept for the next run, mode 0600
     */
    public static SimulatedCity begin(
            int count, long seed, String broker, RestClient desk, Path tokenFile) {
        List<SimulatedDevice> devices = devices(count, seed);
        return begin(broker, devices, CityRegistration.register(devices, desk, tokenFile));
    }

    /** How many reports the gateway has acknowledged. */
    public long acknowledged() {
        return acknowledged.sum();
    }

    @Override
    public void close() {
        turns.shutdownNow();
    }

    private void speak(SimulatedDevice device, int report) {
        Duration sinceBegin = Duration.ofNanos(System.nanoTime() - begin);
        int next = report;
        try {
            publish(device.id(), device.payload(sinceBegin, report));
            acknowledged.increment();
            next = report + 1;
        } catch (MqttException e) {
            log.debug("{} could not report: {}", device.id(), e.getMessage());
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

    private void publish(String device, String payload) throws MqttException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(device);
        options.setPassword(tokens.getOrDefault(device, "").getBytes(StandardCharsets.UTF_8));
        options.setConnectionTimeout(10);
        options.setAutomaticReconnect(false);
        MqttClient client = new MqttClient(broker, device, new MemoryPersistence());
        client.setTimeToWait(15_000);
        try {
            client.connect(options);
            client.publish("v1/frames", payload.getBytes(StandardCharsets.UTF_8), 1, false);
            client.disconnect(1_000);
        } finally {
            client.close(true);
        }
    }
}
