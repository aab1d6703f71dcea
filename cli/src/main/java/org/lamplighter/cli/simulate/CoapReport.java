// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.simulate;

import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
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
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * By CoAP over DTLS: handshake, a confirmable POST, and the socket is closed.
 *
 * @param gateway such as {@code coaps://127.0.0.1:5684}
 */
record CoapReport(String gateway) implements Report {
    private static final long PATIENCE_MILLIS = 15_000;

    @Override
    public void deliver(String device, Credentials credentials, String payload)
            throws IOException, InterruptedException {
        byte[] key = HexFormat.of().parseHex(credentials.psk());
        DtlsConnectorConfig dtls =
                DtlsConnectorConfig.builder(configuration())
                        .setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .setAdvancedPskStore(new AdvancedSinglePskStore(device, key))
                        .build();
        CoapEndpoint endpoint =
                CoapEndpoint.builder()
                        .setConfiguration(configuration())
                        .setConnector(new DTLSConnector(dtls))
                        .build();
        try {
            endpoint.start();
            Request request = Request.newPost();
            request.setURI(gateway + "/v1/frames");
            request.getOptions().setContentFormat(MediaTypeRegistry.APPLICATION_JSON);
            request.setPayload(payload.getBytes(StandardCharsets.UTF_8));
            endpoint.sendRequest(request);
            Response response = request.waitForResponse(PATIENCE_MILLIS);
            if (response == null) {
                throw new IOException("the gateway did not answer", request.getSendError());
            }
            if (response.getCode() != CoAP.ResponseCode.CHANGED) {
                throw new IOException(
                        "the gateway answered "
                                + response.getCode()
                                + " "
                                + response.getPayloadString());
            }
        } finally {
            endpoint.destroy();
        }
    }

    private static Configuration configuration() {
        CoapConfig.register();
        UdpConfig.register();
        DtlsConfig.register();
        return Configuration.createStandardWithoutFile()
                .set(DtlsConfig.DTLS_ROLE, DtlsConfig.DtlsRole.CLIENT_ONLY)
                .set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, 0)
                .set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1)
                .set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 1);
    }
}
