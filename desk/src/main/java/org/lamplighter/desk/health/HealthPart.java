// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.health;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import org.lamplighter.desk.part.Part;
import org.lamplighter.desk.rest.Answer;
import org.lamplighter.desk.rest.Route;

import java.util.List;

/**
 * Tells probes and Prometheus how the desk is. Safe to share between threads.
 *
 * <p>Live means that the process answers; ready means that every part is. What is not ready is told
 * with its reasons, so that the one who waits for it knows what for.
 */
public final class HealthPart implements Part {
    private final List<Part> others;
    private final PrometheusMeterRegistry metrics;

    public HealthPart(List<Part> others, PrometheusMeterRegistry metrics) {
        this.others = List.copyOf(others);
        this.metrics = metrics;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.open(Route.Method.GET, "/health/live", request -> live()),
                Route.open(Route.Method.GET, "/health/ready", request -> ready()),
                Route.open(
                        Route.Method.GET,
                        "/metrics",
                        request ->
                                new Answer.Text(
                                        200, "text/plain; version=0.0.4", metrics.scrape())));
    }

    @Override
    public List<String> openApi() {
        return List.of("org/lamplighter/desk/openapi/health.json");
    }

    private static Answer live() {
        return Answer.ok(JsonNodeFactory.instance.objectNode().put("live", true));
    }

    private Answer ready() {
        List<String> reasons =
                others.stream().flatMap(part -> part.notReadyBecause().stream()).toList();
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("ready", reasons.isEmpty());
        ArrayNode array = node.putArray("waitingFor");
        reasons.forEach(array::add);
        return new Answer.Json(reasons.isEmpty() ? 200 : 503, node);
    }
}
