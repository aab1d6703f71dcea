// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.scenario;

import org.lamplighter.scenario.Scenario.Expected;

import java.util.ArrayList;
import java.util.List;

/**
 * One thing that a run announced.
 *
 * @param line as a scenario would expect it
 * @param reason why
 */
public record Announced(String line, String reason) {

    /**
     * How what was announced differs from what was expected, a line each; empty if it does not.
     *
     * @param prefix what to put before each line
     */
    static List<String> differences(
            String prefix, List<Expected> expected, List<Announced> announced) {
        List<String> lacking = new ArrayList<>(expected.stream().map(Expected::line).toList());
        List<String> surplus = new ArrayList<>(announced.stream().map(Announced::line).toList());
        List<String> wanted = List.copyOf(lacking);
        List<String> got = List.copyOf(surplus);
        got.forEach(lacking::remove);
        wanted.forEach(surplus::remove);
        List<String> differences = new ArrayList<>();
        lacking.forEach(line -> differences.add("expected  " + prefix + line));
        for (Announced one : announced) {
            if (surplus.remove(one.line)) {
                differences.add("but was   " + prefix + one.line + ": " + one.reason);
            }
        }
        if (!lacking.isEmpty() && got.isEmpty()) {
            differences.add("but was   nothing");
        }
        if (differences.isEmpty() && !wanted.equals(got)) {
            differences.add("expected the order  " + String.join(", ", wanted));
            differences.add("but the order was   " + String.join(", ", got));
        }
        if (differences.isEmpty()) {
            for (int i = 0; i < expected.size(); i++) {
                String part = expected.get(i).reason();
                if (!announced.get(i).reason.contains(part)) {
                    differences.add(
                            "expected  " + prefix + wanted.get(i) + ", with a reason of: " + part);
                    differences.add(
                            "but was   " + prefix + got.get(i) + ": " + announced.get(i).reason);
                }
            }
        }
        return differences;
    }
}
