// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.running;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.cli.rest.RestClient;
import org.lamplighter.cli.rest.RestException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * {@code lamplighter replay}: decodes the frames of the quarantine again. Exit code 1 if some still
 * do not decode.
 */
@Command(
        name = "replay",
        description =
                "Decodes frames that could not be decoded again, with the profiles in force now.",
        mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
    /**
     * How many different reasons are told; the frames behind the others are counted all the same.
     */
    static final int MAX_REASONS = 100;

    private static final String COUNTS = "tried, fresh, duplicates, undecodable, readings";

    @Option(
            names = "--profile",
            paramLabel = "ID",
            description = "only frames of devices that have this profile now")
    private String profile = "";

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            description = "only frames quarantined for this reason, such as NOT_JSON")
    private String reason = "";

    @Option(names = "--device", paramLabel = "ID", description = "only frames of this device")
    private String device = "";

    @Option(names = "--json", description = "one JSON object instead of lines")
    private boolean json;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private RunningUp up;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, Long> counts = new TreeMap<>();
        Map<String, Long> reasons = new TreeMap<>();
        try (RestClient rest = up.rest()) {
            String after = "";
            do {
                JsonNode answer = replay(rest, after);
                for (String name : COUNTS.split(", ", -1)) {
                    counts.merge(name, answer.path(name).asLong(), Long::sum);
                }
                for (JsonNode fault : answer.path("faults")) {
                    String told =
                            fault.path("profile").asText()
                                    + " "
                                    + fault.path("reason").asText()
                                    + ": "
                                    + fault.path("detail").asText();
                    if (reasons.containsKey(told) || reasons.size() < MAX_REASONS) {
                        reasons.merge(told, fault.path("frames").asLong(), Long::sum);
                    }
                }
                after = answer.path("next").asText();
            } while (!after.isEmpty());
        }
        tell(counts, reasons);
        return counts.getOrDefault("undecodable", 0L) == 0 ? 0 : 1;
    }

    private JsonNode replay(RestClient rest, String after) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        Map.of("profile", profile, "reason", reason, "device", device, "after", after)
                .forEach(
                        (name, value) -> {
                            if (!value.isEmpty()) {
                                body.put(name, value);
                            }
                        });
        RestClient.Answer answer = rest.post("/api/v1/quarantine/replays", body);
        if (answer.status() != 200) {
            throw new RestException(
                    "the desk did not replay: it answered "
                            + answer.status()
                            + " "
                            + answer.body().path("detail").asText());
        }
        return answer.body();
    }

    private void tell(Map<String, Long> counts, Map<String, Long> reasons) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            for (String name : COUNTS.split(", ", -1)) {
                node.put(name, counts.getOrDefault(name, 0L));
            }
            ArrayNode array = node.putArray("faults");
            reasons.forEach(
                    (told, count) -> array.addObject().put("fault", told).put("frames", count));
            out.println(node);
        } else {
            reasons.forEach((told, count) -> out.printf("%d x %s%n", count, told));
            out.printf(
                    "%d frames tried: %d decoded (%d of them copies), %d still undecodable; %d"
                            + " readings archived%n",
                    counts.getOrDefault("tried", 0L),
                    counts.getOrDefault("fresh", 0L) + counts.getOrDefault("duplicates", 0L),
                    counts.getOrDefault("duplicates", 0L),
                    counts.getOrDefault("undecodable", 0L),
                    counts.getOrDefault("readings", 0L));
        }
        out.flush();
    }
}
