// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.lamplighter.cli.receive.Receiver;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the dispatch system was told: each fact, and by which ids. Thread-safe. */
public final class Told {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Ids by case and sequence number; one fact has one id. */
    private final Map<String, Set<String>> ids = new TreeMap<>();

    private final Set<String> opened = new HashSet<>();

    public void take(Receiver.Event event) throws IOException {
        JsonNode body = MAPPER.readTree(event.body());
        String fact = body.path("subject").asText() + " " + body.path("data").path("sequence");
        synchronized (this) {
            ids.computeIfAbsent(fact, key -> new TreeSet<>()).add(event.id());
            if (body.path("type").asText().equals("org.lamplighter.case.opened")) {
                opened.add(body.path("subject").asText());
            }
            notifyAll();
        }
    }

    /** Waits until so many cases were opened. */
    public synchronized void awaitOpened(int count, Duration bound) throws InterruptedException {
        long deadline = System.nanoTime() + bound.toNanos();
        while (opened.size() < count && System.nanoTime() < deadline) {
            wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        }
        assertThat(opened).as("cases opened within %s", bound).hasSizeGreaterThanOrEqualTo(count);
    }

    public synchronized int opened() {
        return opened.size();
    }

    /** Facts that came under more than one id. */
    public synchronized List<String> doubled() {
        return ids.entrySet().stream()
                .filter(fact -> fact.getValue().size() > 1)
                .map(fact -> fact.getKey() + " came as " + fact.getValue())
                .toList();
    }
}
