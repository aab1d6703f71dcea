// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An MQTT 5 client as devices use it. */
final class PahoClient implements AutoCloseable {
    private final MqttAsyncClient client;
    private final BlockingQueue<Integer> goodbyes = new ArrayBlockingQueue<>(10);

    /** Connects, or throws with the reason code of the refusal. */
    PahoClient(InetSocketAddress gateway, String user, String password, String clientId)
            throws MqttException {
        client =
                new MqttAsyncClient(
                        "tcp://127.0.0.1:" + gateway.getPort(), clientId, new MemoryPersistence());
        client.setCallback(new Goodbyes());
        MqttConnectionOptions options = new MqttConnectionOptions();
        if (!user.isEmpty()) {
            options.setUserName(user);
            options.setPassword(password.getBytes(StandardCharsets.UTF_8));
        }
        options.setAutomaticReconnect(false);
        client.connect(options).waitForCompletion(30_000);
    }

    /** Connects to a server on loopback that asks for no name. */
    static PahoClient anonymous(int port, String clientId) throws MqttException {
        return new PahoClient(
                InetSocketAddress.createUnresolved("127.0.0.1", port), "", "", clientId);
    }

    /** Returns the reason code of the acknowledgement: 0 for success. */
    int publish(String topic, byte[] payload, String channel)
            throws MqttException, InterruptedException, TimeoutException {
        MqttMessage message = new MqttMessage(payload);
        message.setQos(1);
        if (!channel.isEmpty()) {
            MqttProperties properties = new MqttProperties();
            properties.setUserProperties(List.of(new UserProperty("channel", channel)));
            message.setProperties(properties);
        }
        Acknowledgement acknowledgement = new Acknowledgement();
        client.publish(topic, message, null, acknowledgement);
        return acknowledgement.await();
    }

    /** The reason code with which the gateway ended the connection. */
    OptionalInt awaitGoodbye(Duration atMost) throws InterruptedException {
        Integer code = goodbyes.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
        return code == null ? OptionalInt.empty() : OptionalInt.of(code);
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnect().waitForCompletion(30_000);
        }
        client.close();
    }

    /**
     * Comes when the message's place among those in flight is free again. Who waits for Paho's
     * token is woken before, and is refused a next message if that happens Receive Maximum times.
     */
    private static final class Acknowledgement implements MqttActionListener {
        private final CompletableFuture<Integer> code = new CompletableFuture<>();

        @Override
        public void onSuccess(IMqttToken token) {
            int[] codes = token.getReasonCodes();
            code.complete(codes == null || codes.length == 0 ? 0 : codes[0]);
        }

        @Override
        public void onFailure(IMqttToken token, Throwable failure) {
            code.completeExceptionally(failure);
        }

        int await() throws MqttException, InterruptedException, TimeoutException {
            try {
                return code.get(30, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof MqttException refused
                        ? refused
                        : new MqttException(e.getCause());
            }
        }
    }

    private final class Goodbyes implements MqttCallback {
        @Override
        public void disconnected(MqttDisconnectResponse response) {
            goodbyes.add(response.getReturnCode());
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void messageArrived(String topic, MqttMessage message) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
