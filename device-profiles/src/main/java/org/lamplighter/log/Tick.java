// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A gateway's sign of life, written to every partition each second: time passes, and these inputs
 * are up. A gap of more than five seconds in a gateway's or input's ticks is its outage.
 *
 * @param gateway the gateway's name, as in {@link org.lamplighter.reading.FrameId#gateway()}
 * @param inputs the inputs that are up, sorted, such as {@code http}, {@code mqtt}
 */
public record Tick(String gateway, List<String> inputs) {
    public Tick {
        inputs = List.copyOf(new TreeSet<>(inputs));
    }

    public byte[] toJson() {
        ObjectNode node = Json.object();
        node.put("gateway", gateway);
        var array = node.putArray("inputs");
        inputs.forEach(array::add);
        return Json.bytes(node);
    }

    /**
     * Reads {@link #toJson()} back.
     *
     * @throws IllegalArgumentException if it is no tick
     */
    public static Tick parse(byte[] json) {
        JsonNode node = Json.parse(json, "tick");
        List<String> inputs = new ArrayList<>();
        node.path("inputs").forEach(input -> inputs.add(input.asText()));
        return new Tick(Json.requireText(node, "gateway", "tick"), inputs);
    }
}
