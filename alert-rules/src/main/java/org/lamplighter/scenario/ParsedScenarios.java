// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.scenario;

import org.lamplighter.yaml.Issue;

import java.util.List;

/** What reading scenarios gave. */
public sealed interface ParsedScenarios {
    /** Scenarios that can be run. */
    record Valid(List<Scenario> scenarios) implements ParsedScenarios {
        public Valid {
            scenarios = List.copyOf(scenarios);
        }
    }

    /**
     * Everything that is wrong with them.
     *
     * @param issues at least one, in the order of the source
     */
    record Faulty(List<Issue> issues) implements ParsedScenarios {
        public Faulty {
            issues = List.copyOf(issues);
        }
    }
}
