// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.backtest;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a back-test's lines come to: the alarms and cases that stand at its end, raised or over,
 * without those that were withdrawn. For one thread.
 */
final class Standing {
    /** The most differences that are told. */
    static final int MAX_TOLD = 20;

    private final Map<String, String> byId = new HashMap<>();

    void read(JsonNode line) {
        String id = line.path("id").asText();
        switch (line.path("event").asText()) {
            case "alarm-withdrawn", "case-withdrawn" -> byId.remove(id);
            case "alarm-raised", "alarm-updated", "alarm-cleared" ->
                    byId.put(
                            id,
                            line.path("raisedAt").asText()
                                    + " alarm "
                                    + line.path("rule").asText()
                                    + " of "
                                    + line.path("device").asText());
            case "case-opened" ->
                    byId.put(
                            id,
                            "case "
                                    + line.path("kind").asText()
                                    + " of "
                                    + line.path("scope").asText());
            default -> {}
        }
    }

    /**
     * One sentence with the sums, then a line for each difference: alarms in the order of time,
     * each with the time it was raised at, then cases.
     */
    String comparedWith(Standing other) {
        List<String> differences = new ArrayList<>();
        lacking(other.byId, byId).forEach(one -> differences.add(one + ": new"));
        lacking(byId, other.byId).forEach(one -> differences.add(one + ": gone"));
        Collections.sort(differences);
        StringBuilder text = new StringBuilder("Without the parameters set: ");
        text.append(other.sums()).append("; with them: ").append(sums()).append('.');
        text.append(differences.isEmpty() ? " No alarm and no case differs." : "");
        differences.stream().limit(MAX_TOLD).forEach(line -> text.append("\n  ").append(line));
        if (differences.size() > MAX_TOLD) {
            text.append("\n  and ")
                    .append(differences.size() - MAX_TOLD)
                    .append(" more; compare the outputs of two runs to see them all");
        }
        return text.toString();
    }

    private static List<String> lacking(Map<String, String> there, Map<String, String> here) {
        Map<String, Integer> left = new HashMap<>();
        there.values().forEach(one -> left.merge(one, 1, Integer::sum));
        List<String> lacking = new ArrayList<>();
        for (String one : here.values()) {
            if (left.merge(one, -1, Integer::sum) < 0) {
                lacking.add(one);
            }
        }
        return lacking;
    }

    private String sums() {
        long alarms = byId.values().stream().filter(one -> !one.startsWith("case ")).count();
        return count(alarms, "alarm") + ", " + count(byId.size() - alarms, "case");
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
