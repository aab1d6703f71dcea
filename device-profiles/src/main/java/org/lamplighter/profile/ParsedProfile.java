// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import org.lamplighter.yaml.Issue;

import java.util.List;

/** What reading a profile gave. */
public sealed interface ParsedProfile {
    /** A profile that can be compiled. */
    record Valid(DeviceProfile profile) implements ParsedProfile {}

    /**
     * Everything that is wrong with it.
     *
     * @param issues at least one, in the order of the source
     */
    record Faulty(List<Issue> issues) implements ParsedProfile {
        public Faulty {
            issues = List.copyOf(issues);
        }
    }
}
