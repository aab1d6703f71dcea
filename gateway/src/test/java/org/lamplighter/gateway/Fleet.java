// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.lamplighter.gateway.mqtt.Packets;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Devices {@code d-0}, {@code d-1} … that publish over MQTT 3.1.1 and send again, on a new
 * connection, what was not acknowledged when the last one ended.
 */
final class Fleet {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration BETWEEN_PINGS = Duration.ofMillis(100);

    private final Gateway gateway;
    private final int devices;
    private final int window;
    private final String padding;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> running = new ArrayList<>();
    private final AtomicBoolean finishing = new AtomicBoolean();
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicInteger endings = new AtomicInteger();
    private final AtomicLong slowestPing = new AtomicLong();

    /**
     * @param window how many frames a device has under way
     * @param payloadLength how long each is, about
     */
    Fleet(Gateway gateway, int devices, int window, int payloadLength) {
        this.gateway = gateway;
        this.devices = devices;
        this.window = window;
        this.padding = " " + "x".repeat(payloadLength);
    }

    void start() {
        for (int i = 0; i < devices; i++) {
            String device = "d-" + i;
            running.add(threads.submit(() -> new Publisher(device).run()));
        }
    }

    /** Pings, as often as it is ended, on a connection whose publish waits. */
    void pingWhilePublishing(String device) {
        running.add(threads.submit(() -> pingUntilFinished(device, true)));
    }

    /** Pings on a connection that publishes nothing. */
    void pingQuietly(String device) {
        running.add(threads.submit(() -> pingUntilFinished(device, false)));
    }

    /** What names a frame: who sent it and the part of the payload that differs. */
    static String nameOf(String device, String payload) {
        return device + " " + payload.strip().split(" ", -1)[0];
    }

    /** The names of the frames that were acknowledged, each as often as it was. */
    Queue<String> acknowledged() {
        return acknowledged;
    }

    /** How many frames were sent, each counted once. */
    long sent() {
        return sent.get();
    }

    /** How many connections of publishers were ended by the gateway. */
    int endings() {
        return endings.get();
    }

    Duration slowestPing() {
        return Duration.ofNanos(slowestPing.get());
    }

    void awaitAcknowledged(int count) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (acknowledged.size() < count) {
            assertThat(System.nanoTime())
                    .as("acknowledged %s of %s", acknowledged.size(), count)
                    .isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** Returns when everything that was sent is acknowledged. */
    void finish() throws Exception {
        finishing.set(true);
        for (Future<?> each : running) {
            each.get();
        }
        threads.close();
    }

    /** One device. */
    private final class Publisher {
        private final String device;
        private int next;
        private int answered;

        Publisher(String device) {
            this.device = device;
        }

        Void run() {
            while (!finishing.get() || answered < next) {
                try (PlainClient client = PlainClient.connected(gateway.mqttAddress(), device)) {
                    publish(client);
                } catch (IOException ended) {
                    // it was ended while something was being written: connect again
                }
                endings.addAndGet(finishing.get() ? 0 : 1);
            }
            return null;
        }

        private void publish(PlainClient client) throws IOException {
            for (int again = answered; again < next; again++) {
                client.send(packet(again));
            }
            while (!finishing.get() || answered < next) {
                while (!finishing.get() && next - answered < window) {
                    client.send(packet(next++));
                    sent.incrementAndGet();
                }
                if (client.read().length == 0) {
                    return;
                }
                acknowledged.add(nameOf(device, Integer.toString(answered++)));
                if (answered % window == 0) {
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
        }

        private byte[] packet(int frame) {
            return Packets.publish3("v1/frames", 1 + frame % 65_535, frame + padding);
        }
    }

    private Void pingUntilFinished(String device, boolean publishing) {
        while (!finishing.get()) {
            try (PlainClient client = PlainClient.connected(gateway.mqttAddress(), device)) {
                if (publishing) {
                    client.send(Packets.publish3("v1/frames", 1, "waits"));
                }
                boolean open = true;
                while (open && !finishing.get()) {
                    open = ping(client);
                    LockSupport.parkNanos(BETWEEN_PINGS.toNanos());
                }
            } catch (IOException ended) {
                // it was ended while the ping was being written: connect again
            }
        }
        return null;
    }

    private boolean ping(PlainClient client) throws IOException {
        long start = System.nanoTime();
        client.send(Packets.ping());
        byte[] answer = client.read();
        while (answer.length > 0 && answer[0] == 0x40) {
            answer = client.read();
        }
        if (answer.length > 0) {
            slowestPing.accumulateAndGet(System.nanoTime() - start, Math::max);
        }
        return answer.length > 0;
    }
}
