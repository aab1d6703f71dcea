// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.event;

/**
 * A way in for frames. There are as many as the gateway has listeners and bridges, so its label may
 * be a metric's tag.
 *
 * @param label stands in ticks, in a frame's source and in metrics
 */
public record Input(String label) implements Comparable<Input> {
    public static final Input MQTT = new Input("mqtt");
    public static final Input HTTP = new Input("http");

    /** CoAP over DTLS. */
    public static final Input COAPS = new Input("coaps");

    /** CoAP without DTLS. */
    public static final Input COAP = new Input("coap");

    /** The bridge of this name. */
    public static Input bridge(String name) {
        return new Input("bridge-" + name);
    }

    @Override
    public int compareTo(Input other) {
        return label.compareTo(other.label);
    }
}
