// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.bridge;

import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.Input;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a connection to one broker, on a thread of its own, for as long as the gateway runs. It
 * begins once the registry has been read, so that no device is a stranger by mistake. Thread-safe.
 */
public final class Bridge implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration END = Duration.ofSeconds(5);

    private final BridgeConfig config;
    private final BridgeServices services;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    /** Whether the broker has had a session of this one; of its own thread. */
    private boolean hadSession;

    private volatile boolean up;
    private volatile @Nullable BridgeConnection current;

    private Bridge(BridgeConfig config, BridgeServices services) {
        this.config = config;
        this.services = services;
        this.thread =
                Thread.ofPlatform().name(config.input().label()).daemon().unstarted(this::run);
    }

    /** Starts; a broker that is away is tried again and again in the background. */
    public static Bridge start(BridgeConfig config, BridgeServices services) {
        Bridge bridge = new Bridge(config, services);
        bridge.thread.start();
        return bridge;
    }

    public Input input() {
        return config.input();
    }

    /** Whether it is connected and subscribed. */
    public boolean isUp() {
        return up;
    }

    private void run() {
        try {
            awaitRegistry();
            int failures = 0;
            while (!isStopped()) {
                long begun = System.nanoTime();
                String why = connectOnce();
                if (isStopped()) {
                    return;
                }
                services.events().emit(new GatewayEvent.BridgeDown(config.input(), why));
                Duration lasted = Duration.ofNanos(System.nanoTime() - begun);
                failures = Backoff.failures(failures, lasted);
                Duration pause = Backoff.after(failures, ThreadLocalRandom.current());
                boolean unused = stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitRegistry() throws InterruptedException {
        while (!isStopped() && !services.devices().awaitComplete(LOOK)) {
            // until then every device would be a stranger
        }
    }

    /** Returns when the connection has ended, with the reason. */
    private String connectOnce() throws InterruptedException {
        String clientId = "lamplighter-" + services.gateway() + "-" + config.name();
        try (BridgeConnection connection =
                new BridgeConnection(config, clientId, new BridgedMessages(services, config))) {
            current = connection;
            if (isStopped()) {
                return "the gateway is stopping";
            }
            boolean kept = connection.connect();
            if (hadSession && !kept) {
                services.events().emit(new GatewayEvent.BridgeSessionLost(config.input()));
            }
            hadSession = true;
            if (connection.subscribe()) {
                up = true;
                services.events().emit(new GatewayEvent.BridgeUp(config.input()));
            }
            return connection.awaitEnd();
        } catch (MqttException e) {
            return BrokerTrust.findFault(e, config).orElseGet(() -> BridgeConnection.reason(e));
        } catch (IOException | RuntimeException e) {
            // whatever it is, the next attempt may succeed
            return String.valueOf(e.getMessage());
        } finally {
            up = false;
            current = null;
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Acknowledges what is under way within two seconds and ends the connection. */
    @Override
    public void close() {
        stopped.countDown();
        BridgeConnection connection = current;
        if (connection != null) {
            connection.finish();
        }
        try {
            thread.join(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
