// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import org.lamplighter.gateway.bridge.Bridge;
import org.lamplighter.gateway.bridge.BridgeConfig;
import org.lamplighter.gateway.bridge.BridgeServices;
import org.lamplighter.gateway.coap.CoapConfig;
import org.lamplighter.gateway.coap.CoapListener;
import org.lamplighter.gateway.coap.CoapServices;
import org.lamplighter.gateway.event.Input;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The inputs that are not served by event loops: CoAP and bridges. Thread-safe. */
final class Others {
    private final List<CoapListener> listeners = new ArrayList<>();
    private final List<Bridge> bridges = new ArrayList<>();

    private Others() {}

    static Others start(GatewayConfig config, CoapServices services, Parts parts)
            throws IOException {
        Others others = new Others();
        CoapConfig coap = config.coap();
        if (coap.secure().isPresent()) {
            CoapConfig.Secure secure = coap.secure().get();
            others.listeners.add(
                    parts.add(
                            CoapListener.secure(
                                    secure.address(),
                                    MasterKeyFile.read(secure.masterKey()),
                                    services,
                                    config.stopTimeout())));
        }
        if (coap.plain().isPresent()) {
            others.listeners.add(
                    parts.add(
                            CoapListener.plain(
                                    coap.plain().get(), services, config.stopTimeout())));
        }
        BridgeServices forBridges =
                new BridgeServices(
                        config.name(), services.devices(), services.intake(), services.events());
        for (BridgeConfig bridge : config.bridges()) {
            others.bridges.add(parts.add(Bridge.start(bridge, forBridges)));
        }
        return others;
    }

    InetSocketAddress address(Input input) {
        return listeners.stream()
                .filter(listener -> listener.input().equals(input))
                .map(CoapListener::address)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "the gateway does not listen for " + input.label()));
    }

    Set<Input> all() {
        Set<Input> all = new TreeSet<>();
        listeners.forEach(listener -> all.add(listener.input()));
        bridges.forEach(bridge -> all.add(bridge.input()));
        return all;
    }

    /** Those through which frames can come in now. */
    Set<Input> up() {
        Set<Input> up = new TreeSet<>();
        listeners.stream().filter(CoapListener::isUp).map(CoapListener::input).forEach(up::add);
        bridges.stream().filter(Bridge::isUp).map(Bridge::input).forEach(up::add);
        return up;
    }

    /**
     * A line for each listener that takes no messages. A broker that is away does not make the
     * gateway unready: nobody else can reach it either.
     */
    List<String> whyDown() {
        return listeners.stream()
                .filter(listener -> !listener.isUp())
                .map(listener -> "the listener for " + listener.input().label() + " is down")
                .toList();
    }
}
