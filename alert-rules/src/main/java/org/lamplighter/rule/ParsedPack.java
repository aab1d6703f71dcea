// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import org.lamplighter.yaml.Issue;

import java.util.List;

/** What reading a pack of rules gave. */
public sealed interface ParsedPack {
    /**
     * A pack whose rules can be evaluated.
     *
     * @param rules in the order of the source
     * @param policies what alarms of an area mean together, in the order of the source
     */
    record Valid(List<Rule> rules, List<AreaPolicy> policies) implements ParsedPack {
        public Valid {
            rules = List.copyOf(rules);
            policies = List.copyOf(policies);
        }
    }

    /**
     * Everything that is wrong with it.
     *
     * @param issues at least one, in the order of the source
     */
    record Faulty(List<Issue> issues) implements ParsedPack {
        public Faulty {
            issues = List.copyOf(issues);
        }
    }
}
