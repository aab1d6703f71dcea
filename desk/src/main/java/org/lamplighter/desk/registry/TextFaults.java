// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.registry;

import org.lamplighter.desk.rest.Fault;
import org.lamplighter.yaml.Issue;

import java.util.List;

/**
 * What a parser found, as faults of a request: the place is line and column, the excerpt with its
 * caret is kept.
 */
final class TextFaults {
    private TextFaults() {}

    static List<Fault> of(List<Issue> issues) {
        return issues.stream().map(TextFaults::of).toList();
    }

    private static Fault of(Issue issue) {
        return new Fault(
                issue.source() + ":" + issue.line() + ":" + issue.column(),
                issue.rule() + "\n" + issue.excerpt().stripTrailing(),
                issue.hint());
    }
}
