// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.latency;

import org.lamplighter.bench.load.Payloads;
import org.lamplighter.bench.load.Sender;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Which frame of which device raises {@code methane-high}: each device at most once, spread evenly
 * over the run, in a random and repeatable order of devices. Every other frame is harmless.
 */
final class RaisePlan implements Payloads {
    private static final long SEED = 42;
    private static final int HARMLESS = 2;
    private static final int CRITICAL = 60;

    private final Map<String, Long> raising = new HashMap<>();
    private final Passages passages;

    /**
     * @param perSecond how many frames a second all devices send, each in its turn
     * @param seconds how long they do
     * @param raises how many devices raise
     */
    RaisePlan(
            List<Sender> senders, double perSecond, double seconds, int raises, Passages passages) {
        if (raises > senders.size()) {
            throw new IllegalArgumentException(
                    raises
                            + " cases need as many devices, and there are "
                            + senders.size()
                            + "; ask for more devices or fewer cases a second");
        }
        this.passages = passages;
        List<Sender> order = new ArrayList<>(senders);
        Collections.shuffle(order, new Random(SEED));
        for (int i = 0; i < raises; i++) {
            double at = seconds * (i + 0.5) / raises;
            raising.put(order.get(i).device(), (long) (at * perSecond / senders.size()));
        }
    }

    @Override
    public byte[] payload(String device, long sequence, long millis, long due) {
        boolean raises = raising.getOrDefault(device, -1L) == sequence;
        if (raises) {
            passages.due(device, due);
        }
        int methane = raises ? CRITICAL : HARMLESS;
        return ("{\"seq\":"
                        + sequence
                        + ",\"time\":"
                        + millis
                        + ",\"tilt\":1.5,\"ch4\":"
                        + methane
                        + ",\"battery\":88}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
