// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.bridge;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;
import org.lamplighter.gateway.intake.Outcome;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One connection to a broker, from connect to its end; a message id means nothing beyond it.
 * Thread-safe.
 */
final class BridgeConnection implements MqttCallback, AutoCloseable {
    private static final int KEEP_ALIVE_SECONDS = 30;

    /** Session taken over (MQTT 5 section 3.14.2.1). */
    private static final int TAKEN_OVER = 0x8e;

    /** How long what is under way may take when the bridge stops. */
    private static final Duration LAST_ACKNOWLEDGEMENTS = Duration.ofSeconds(2);

    /** How long the broker's reason for the end of a connection may come after it. */
    private static final Duration BROKERS_REASON = Duration.ofMillis(500);

    private final BridgeConfig config;
    private final BridgedMessages messages;
    private final MqttAsyncClient client;
    private final Acknowledgements acknowledgements = new Acknowledgements();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private final ExecutorService acknowledger;
    private volatile boolean stopping;

    BridgeConnection(BridgeConfig config, String clientId, BridgedMessages messages)
            throws MqttException {
        this.config = config;
        this.messages = messages;
        this.client =
                new MqttAsyncClient(config.url().toString(), clientId, new MemoryPersistence());
        this.acknowledger =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform()
                                .name(config.input().label() + "-acks")
                                .daemon()
                                .factory());
        client.setManualAcks(true);
        client.setCallback(this);
    }

    /**
     * Connects.
     *
     * @return whether the broker still has the session, with what came for it meanwhile
     * @throws MqttException if the broker cannot be reached or refuses
     * @throws IOException if the password cannot be read
     */
    boolean connect() throws MqttException, IOException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(BridgeConfig.SESSION_EXPIRY.toSeconds());
        options.setReceiveMaximum(BridgeConfig.RECEIVE_MAXIMUM);
        options.setMaximumPacketSize((long) BridgeConfig.MAX_PACKET);
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        options.setConnectionTimeout((int) BridgeConfig.ANSWER.toSeconds());
        options.setAutomaticReconnect(false);
        if (!config.user().isEmpty()) {
            options.setUserName(config.user());
        }
        if (config.passwordFile().isPresent()) {
            options.setPassword(password(config.passwordFile().get()));
        }
        if (config.caFile().isPresent()) {
            options.setSocketFactory(BrokerTrust.of(config.caFile().get()));
        }
        options.setHttpsHostnameVerificationEnabled(true);
        IMqttToken connected = client.connect(options);
        connected.waitForCompletion(BridgeConfig.ANSWER.toMillis());
        return connected.getSessionPresent();
    }

    /**
     * Subscribes; false if the broker refuses or the connection ends, as {@link #awaitEnd} tells.
     */
    boolean subscribe() {
        try {
            MqttSubscription subscription = new MqttSubscription(config.subscription(), 1);
            IMqttToken granted = client.subscribe(subscription);
            granted.waitForCompletion(BridgeConfig.ANSWER.toMillis());
            int[] reasons = granted.getReasonCodes();
            if (reasons != null && reasons.length > 0 && reasons[0] >= 0x80) {
                throw new MqttException(reasons[0]);
            }
            return true;
        } catch (MqttException e) {
            endUnlessTheBrokerSaysWhy(e);
            return false;
        }
    }

    private static byte[] password(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(BridgeConfig.MAX_PASSWORD + 1);
            if (bytes.length > BridgeConfig.MAX_PASSWORD) {
                throw new IOException(
                        "the password in "
                                + file
                                + " is longer than "
                                + BridgeConfig.MAX_PASSWORD
                                + " bytes; give the file of the password alone");
            }
            return new String(bytes, StandardCharsets.UTF_8)
                    .strip()
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Waits for the end of an open connection and says why it came. */
    String awaitEnd() throws InterruptedException {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("it is completed with a value only", e);
        }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        if (stopping || ended.isDone()) {
            return;
        }
        String channel = channelOf(topic, message.getProperties());
        if (message.getQos() == 0) {
            // whoever published it asked for no more than one try
            messages.take(topic, channel, message.getPayload(), outcome -> {});
            return;
        }
        Acknowledgements.Message mine = acknowledgements.arrived(message.getId());
        messages.take(topic, channel, message.getPayload(), outcome -> settle(mine, outcome));
    }

    private static String channelOf(String topic, @Nullable MqttProperties properties) {
        if (properties != null) {
            for (UserProperty property : properties.getUserProperties()) {
                if (property.getKey().equals("channel")) {
                    return property.getValue();
                }
            }
        }
        return topic;
    }

    private void settle(Acknowledgements.Message message, Outcome outcome) {
        if (BridgedMessages.isForNow(outcome)) {
            ended.complete("the log cannot take frames at the moment");
            return;
        }
        try {
            acknowledger.execute(() -> acknowledge(acknowledgements.settle(message)));
        } catch (RejectedExecutionException closed) {
            // not acknowledged: the broker delivers it again
        }
    }

    private void acknowledge(List<Integer> ids) {
        try {
            for (int id : ids) {
                client.messageArrivedComplete(id, 1);
            }
        } catch (MqttException e) {
            endUnlessTheBrokerSaysWhy(e);
        }
        if (stopping && acknowledgements.open() == 0) {
            idle.complete(null);
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        MqttException cause = response.getException();
        if (cause != null) {
            ended.complete(
                    cause.getCause() instanceof EOFException
                            ? closedWithoutAWord()
                            : reason(cause));
        } else if (response.getReturnCode() == TAKEN_OVER) {
            ended.complete(
                    "another client took over the session of "
                            + client.getClientId()
                            + "; if it is a gateway, give each gateway a name of its own");
        } else {
            ended.complete(
                    "the broker ended the connection with 0x"
                            + Integer.toHexString(response.getReturnCode()));
        }
    }

    /** As mosquitto 2.0.11 does when another client takes the session over. */
    private String closedWithoutAWord() {
        return "the broker closed the connection without a word; if it does so again and again,"
                + " another client may have the id "
                + client.getClientId()
                + ": give each gateway a name of its own";
    }

    /** Paho tells what a call came to before it tells what the broker sent. */
    private void endUnlessTheBrokerSaysWhy(MqttException e) {
        ended.completeOnTimeout(reason(e), BROKERS_REASON.toMillis(), TimeUnit.MILLISECONDS);
    }

    static String reason(MqttException e) {
        Throwable cause = e.getCause();
        String why = cause == null ? String.valueOf(e.getMessage()) : cause.toString();
        return why + " (reason " + e.getReasonCode() + ")";
    }

    /** Takes no more messages and acknowledges, for a short time, those that are under way. */
    void finish() {
        stopping = true;
        if (acknowledgements.open() == 0) {
            idle.complete(null);
        }
        try {
            idle.get(LAST_ACKNOWLEDGEMENTS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // the broker delivers them again
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended.complete("the gateway is stopping");
    }

    /** Ends the connection; the broker keeps its session and what was not acknowledged. */
    @Override
    public void close() {
        ended.complete("closed");
        acknowledger.shutdownNow();
        try {
            client.disconnectForcibly(0, 500, true);
        } catch (MqttException notConnected) {
            // then there is nothing to end
        }
        try {
            client.close(true);
        } catch (MqttException e) {
            // Paho says so of a client that never connected
        }
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        ended.complete(reason(exception));
    }

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
}
