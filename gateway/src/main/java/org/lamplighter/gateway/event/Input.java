// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.event;

/** A way in for frames; its label stands in ticks, in a frame's source and in metrics. */
public enum Input {
    MQTT("mqtt"),
    HTTP("http");

    private final String label;

    Input(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
