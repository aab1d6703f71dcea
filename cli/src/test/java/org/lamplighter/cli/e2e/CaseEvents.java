// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.lamplighter.cli.receive.Receiver;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A target's receiver that keeps the verified events, for a test to wait for. Thread-safe. */
final class CaseEvents implements AutoCloseable {
    static final String SECRET = "whsec_bGFtcGxpZ2h0ZXItZW5kLXRvLWVuZC10ZXN0";
    private static final Duration BOUND = Duration.ofSeconds(90);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<JsonNode> seen = new ArrayList<>();
    private final Receiver receiver;

    private CaseEvents(int port) throws IOException {
        receiver = Receiver.start(port, SECRET, this::take);
    }

    static CaseEvents listen() throws IOException {
        return new CaseEvents(0);
    }

    int port() {
        return receiver.port();
    }

    /** The first event of this type on this scope that is none of those taken before. */
    JsonNode await(String type, String scope, Predicate<JsonNode> which)
            throws InterruptedException {
        long deadline = System.nanoTime() + BOUND.toNanos();
        Predicate<JsonNode> wanted =
                event ->
                        event.path("type").asText().equals("org.lamplighter.case." + type)
                                && event.path("data").path("scope").asText().equals(scope)
                                && which.test(event);
        synchronized (seen) {
            Optional<JsonNode> found = find(wanted);
            while (found.isEmpty() && System.nanoTime() < deadline) {
                seen.wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
                found = find(wanted);
            }
            assertThat(found).as("a case %s on %s within %s", type, scope, BOUND).isPresent();
            return found.orElseThrow();
        }
    }

    JsonNode awaitOpened(String scope) throws InterruptedException {
        return await("opened", scope, event -> true);
    }

    /** How many cases were opened on a scope so far. */
    long openedOn(String scope) {
        synchronized (seen) {
            return seen.stream()
                    .filter(event -> event.path("type").asText().endsWith(".opened"))
                    .filter(event -> event.path("data").path("scope").asText().equals(scope))
                    .count();
        }
    }

    /** How many events of each type came on the scopes that begin so. */
    Map<String, Long> countsOn(String scopePrefix) {
        synchronized (seen) {
            return seen.stream()
                    .filter(
                            event ->
                                    event.path("data")
                                            .path("scope")
                                            .asText()
                                            .startsWith(scopePrefix))
                    .collect(
                            Collectors.groupingBy(
                                    event ->
                                            event.path("type")
                                                    .asText()
                                                    .replace("org.lamplighter.case.", ""),
                                    TreeMap::new,
                                    Collectors.counting()));
        }
    }

    @Override
    public void close() {
        receiver.close();
    }

    private Optional<JsonNode> find(Predicate<JsonNode> wanted) {
        return seen.stream().filter(wanted).findFirst();
    }

    private void take(Receiver.Event event) throws IOException {
        JsonNode node = MAPPER.readTree(event.body());
        synchronized (seen) {
            seen.add(node);
            seen.notifyAll();
        }
    }
}
