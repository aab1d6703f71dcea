// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** A device that speaks CoAP: Californium's client, on its own socket. */
public final class CoapDevice implements AutoCloseable {
    /** Longer than a device waits for an answer to a confirmable message. */
    private static final long LONG_ENOUGH_MILLIS = 30_000;

    private final CoapEndpoint endpoint;
    private final String base;

    private CoapDevice(CoapEndpoint endpoint, String scheme, int port) throws IOException {
        this.endpoint = endpoint;
        this.base = scheme + "://127.0.0.1:" + port + "/";
        endpoint.start();
    }

    public static CoapDevice plain(int port) throws IOException {
        CoapEndpoint endpoint =
                CoapEndpoint.builder()
                        .setConfiguration(configuration())
                        .setInetSocketAddress(anyPort())
                        .build();
        return new CoapDevice(endpoint, "coap", port);
    }

    /** One that gives up a handshake within a second. */
    public static CoapDevice secure(int port, String identity, byte[] key) throws IOException {
        DtlsConnectorConfig dtls =
                DtlsConnectorConfig.builder(configuration())
                        .setAddress(anyPort())
                        .setAdvancedPskStore(new AdvancedSinglePskStore(identity, key))
                        .build();
        CoapEndpoint endpoint =
                CoapEndpoint.builder()
                        .setConfiguration(configuration())
                        .setConnector(new DTLSConnector(dtls))
                        .build();
        return new CoapDevice(endpoint, "coaps", port);
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static Configuration configuration() {
        CoapConfig.register();
        UdpConfig.register();
        DtlsConfig.register();
        return Configuration.createStandardWithoutFile()
                .set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 100_000)
                .set(DtlsConfig.DTLS_ROLE, DtlsConfig.DtlsRole.CLIENT_ONLY)
                .set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, 0)
                .set(DtlsConfig.DTLS_RETRANSMISSION_TIMEOUT, 250, TimeUnit.MILLISECONDS)
                .set(DtlsConfig.DTLS_MAX_RETRANSMISSIONS, 1)
                .set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1)
                .set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 1);
    }

    /** Sends a request and waits for its answer. */
    public Response send(Request request) throws IOException, InterruptedException {
        begin(request);
        Response response = request.waitForResponse(LONG_ENOUGH_MILLIS);
        if (response == null) {
            throw new IOException("no answer", request.getSendError());
        }
        return response;
    }

    /** Sends a request and does not wait. */
    public Request begin(Request request) {
        endpoint.sendRequest(request);
        return request;
    }

    /** A confirmable POST; {@code pathAndQuery} such as {@code v1/frames?channel=a}. */
    public Request post(String pathAndQuery, int contentFormat, byte[] payload) {
        Request request = new Request(CoAP.Code.POST);
        request.setURI(base + pathAndQuery);
        request.getOptions().setContentFormat(contentFormat);
        request.setPayload(payload);
        return request;
    }

    public Response post(String pathAndQuery, byte[] payload)
            throws IOException, InterruptedException {
        return send(post(pathAndQuery, 42, payload));
    }

    /** The next request resumes the session by an abbreviated handshake. */
    public void resumeNext() {
        ((DTLSConnector) endpoint.getConnector()).forceResumeAllSessions();
    }

    @Override
    public void close() {
        endpoint.destroy();
    }
}
