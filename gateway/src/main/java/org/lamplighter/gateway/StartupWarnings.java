// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import org.lamplighter.gateway.log.DurabilityCheck;
import org.lamplighter.gateway.transport.ListenAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.util.stream.Stream;

/** What whoever starts a gateway should know; looked for in the background. */
final class StartupWarnings {
    private static final Logger LOG = LoggerFactory.getLogger(StartupWarnings.class);

    private StartupWarnings() {}

    static void check(GatewayConfig config) {
        Stream.concat(
                        Stream.of(config.listen().mqtt(), config.listen().http()),
                        config.coap().plain().stream())
                .filter(StartupWarnings::isOpen)
                .forEach(
                        address ->
                                LOG.atWarn()
                                        .addKeyValue("address", address)
                                        .log("listening without TLS beyond this machine"));
        Thread.ofVirtual().name("durability-check").start(() -> checkDurability(config));
    }

    private static void checkDurability(GatewayConfig config) {
        try {
            DurabilityCheck.warning(config.kafka()).ifPresent(LOG::warn);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isOpen(ListenAddress address) {
        InetSocketAddress resolved = address.toSocketAddress();
        return resolved.getAddress() == null || !resolved.getAddress().isLoopbackAddress();
    }
}
