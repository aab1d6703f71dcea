// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.Connector;
import org.eclipse.californium.elements.UDPConnector;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.lamplighter.gateway.event.Input;
import org.lamplighter.gateway.transport.ListenAddress;
import org.lamplighter.gateway.transport.Patrols;
import org.lamplighter.registry.MasterKey;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A bound CoAP listener, by DTLS or plain. Thread-safe. */
public final class CoapListener implements AutoCloseable {
    private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();

    /** How long the last answers have to leave when the listener ends. */
    private static final long LAST_ANSWERS_NANOS = Duration.ofMillis(100).toNanos();

    private final Input input;
    private final CoapEndpoint endpoint;
    private final FrameDeliverer deliverer;
    private final ScheduledExecutorService messages;
    private final ScheduledExecutorService timers;
    private final Duration stopTimeout;

    private CoapListener(
            Input input,
            CoapEndpoint endpoint,
            FrameDeliverer deliverer,
            CoapServices services,
            Duration stopTimeout) {
        this.input = input;
        this.endpoint = endpoint;
        this.deliverer = deliverer;
        this.stopTimeout = stopTimeout;
        this.messages =
                new MessageStage(
                        services.limits().threads(),
                        CoapLimits.WAITING_MESSAGES,
                        input,
                        services.events());
        this.timers =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().name(input.label() + "-timers").daemon().factory());
    }

    /**
     * Listens by DTLS 1.2 with pre-shared keys.
     *
     * @param masterKey opens the devices' keys
     * @throws IOException if the address cannot be had; the message says what to do
     */
    public static CoapListener secure(
            ListenAddress address, MasterKey masterKey, CoapServices services, Duration stopTimeout)
            throws IOException {
        DeviceKeys keys = new DeviceKeys(services.devices(), masterKey, services.events());
        DtlsConnectorConfig dtls =
                DtlsConnectorConfig.builder(configuration(services.limits()))
                        .setAddress(address.toSocketAddress())
                        .setReuseAddress(false)
                        .setAdvancedPskStore(keys)
                        .setApplicationLevelInfoSupplier(keys)
                        .setHealthHandler(new HandshakeCounter(Input.COAPS, services.events()))
                        .setLoggingTag(Input.COAPS.label())
                        .build();
        return start(
                Input.COAPS,
                address,
                new DtlsEntrance(dtls, services.devices(), services.events()),
                services,
                services.deliverer(Input.COAPS, new SessionSenders(services.devices())),
                stopTimeout);
    }

    /**
     * Listens without DTLS.
     *
     * @throws IOException if the address cannot be had; the message says what to do
     */
    public static CoapListener plain(
            ListenAddress address, CoapServices services, Duration stopTimeout) throws IOException {
        UDPConnector connector =
                new UDPConnector(address.toSocketAddress(), configuration(services.limits()));
        return start(
                Input.COAP,
                address,
                connector,
                services,
                services.deliverer(Input.COAP, new TokenSenders(services.devices())),
                stopTimeout);
    }

    private static CoapListener start(
            Input input,
            ListenAddress address,
            Connector connector,
            CoapServices services,
            FrameDeliverer deliverer,
            Duration stopTimeout)
            throws IOException {
        CoapEndpoint endpoint =
                CoapEndpoint.builder()
                        .setConfiguration(configuration(services.limits()))
                        .setConnector(connector)
                        .setLoggingTag(input.label())
                        .build();
        CoapListener listener = new CoapListener(input, endpoint, deliverer, services, stopTimeout);
        endpoint.setExecutors(listener.messages, listener.timers);
        endpoint.setMessageDeliverer(deliverer);
        try {
            endpoint.start();
        } catch (IOException e) {
            listener.end();
            throw cannotBind(input, address, e);
        }
        long interval = Patrols.INTERVAL.toMillis();
        var unused =
                listener.timers.scheduleWithFixedDelay(
                        deliverer::patrol, interval, interval, TimeUnit.MILLISECONDS);
        return listener;
    }

    private static IOException cannotBind(Input input, ListenAddress address, IOException cause) {
        String what = "cannot listen for " + input.label() + " on " + address + " (UDP): ";
        String why =
                cause instanceof BindException
                        ? "the address is in use or not this machine's; stop what uses it or"
                                + " choose another port"
                        : String.valueOf(cause.getMessage());
        return new IOException(what + why, cause);
    }

    /** Everything that bounds Californium; what is not set here has its default. */
    @SuppressWarnings("deprecation") // the threshold goes only with Californium 4
    static Configuration configuration(CoapLimits limits) {
        CoapConfig.register();
        UdpConfig.register();
        DtlsConfig.register();
        return Configuration.createStandardWithoutFile()
                .set(CoapConfig.DEDUPLICATOR, CoapConfig.NO_DEDUPLICATOR)
                .set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 0)
                .set(CoapConfig.MAX_ACTIVE_PEERS, limits.sessions())
                .set(UdpConfig.UDP_RECEIVE_BUFFER_SIZE, CoapLimits.RECEIVE_BUFFER)
                .set(DtlsConfig.DTLS_RECEIVE_BUFFER_SIZE, CoapLimits.RECEIVE_BUFFER)
                .set(DtlsConfig.DTLS_ROLE, DtlsConfig.DtlsRole.SERVER_ONLY)
                .set(DtlsConfig.DTLS_MAX_CONNECTIONS, limits.sessions())
                .set(
                        DtlsConfig.DTLS_STALE_CONNECTION_THRESHOLD,
                        CoapLimits.STALE_AFTER.toSeconds(),
                        TimeUnit.SECONDS)
                .set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, CoapLimits.CONNECTION_ID_LENGTH)
                .set(
                        DtlsConfig.DTLS_MAX_FRAGMENTED_HANDSHAKE_MESSAGE_LENGTH,
                        CoapLimits.HANDSHAKE_MESSAGE)
                // a cookie for everybody: nobody's address is used to flood another
                .set(DtlsConfig.DTLS_USE_HELLO_VERIFY_REQUEST, true)
                .set(DtlsConfig.DTLS_VERIFY_PEERS_ON_RESUMPTION_THRESHOLD, 0)
                .set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1)
                .set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, limits.threads())
                .set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, false)
                .setAsList(
                        DtlsConfig.DTLS_CIPHER_SUITES,
                        CipherSuite.TLS_PSK_WITH_AES_128_CCM_8,
                        CipherSuite.TLS_PSK_WITH_AES_128_CCM,
                        CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256,
                        CipherSuite.TLS_PSK_WITH_AES_128_CBC_SHA256);
    }

    public Input input() {
        return input;
    }

    /** The address it is bound to, with the port that the system chose. */
    public InetSocketAddress address() {
        return endpoint.getAddress();
    }

    /** Whether it takes messages. */
    public boolean isUp() {
        return endpoint.isStarted();
    }

    /** Tells devices to come again, and waits within the stop timeout for what is under way. */
    @Override
    public void close() {
        deliverer.stop();
        long since = System.nanoTime();
        while (deliverer.underWay() > 0 && System.nanoTime() - since < stopTimeout.toNanos()) {
            LockSupport.parkNanos(this, LOOK_NANOS);
        }
        long idle = System.nanoTime();
        while (System.nanoTime() - idle < LAST_ANSWERS_NANOS) {
            LockSupport.parkNanos(this, LOOK_NANOS);
        }
        end();
    }

    private void end() {
        endpoint.destroy();
        messages.shutdownNow();
        timers.shutdownNow();
    }
}
