// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.scenario;

import org.lamplighter.yaml.IssueKind;

/** What can be wrong with scenarios, beyond what can be wrong with any YAML. */
public enum ScenarioFault implements IssueKind {
    /** Not a time since the beginning such as {@code 90s} or {@code 2d12h}. */
    BAD_MOMENT,
    /** Not a series of values. */
    BAD_SERIES,
    /** Not a point's name. */
    BAD_POINT,
    /** Not {@code <time> <rule> <what>}, nor {@code <time> <case kind> <what> <severity>}. */
    BAD_EXPECTATION,
    /** A name that is no rule, or no case kind, of the pack. */
    UNKNOWN_RULE,
    /** An override that cannot be in force. */
    BAD_OVERRIDE,
    /** A scenario in which no device says anything and no time passes. */
    NOTHING_HAPPENS
}
