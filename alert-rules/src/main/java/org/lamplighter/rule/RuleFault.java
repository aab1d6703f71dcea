// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import org.lamplighter.yaml.IssueKind;

/** What can be wrong with a pack of rules, beyond what can be wrong with any YAML. */
public enum RuleFault implements IssueKind {
    /** Not a name of the form that belongs there. */
    BAD_NAME,
    /** A rule's name that stands in the pack already. */
    DUPLICATE_RULE,
    /** A rule that is longer than is read, or a pack with more rules than are read. */
    TOO_LARGE,
    /** A condition that cannot be compiled. */
    BAD_CONDITION,
    /** A condition that looks at no point, and so would never be evaluated. */
    NO_POINT,
    /** A name that is no parameter of the rule, or none of the type that belongs there. */
    UNKNOWN_PARAMETER,
    /** A name that is no rule of the pack. */
    UNKNOWN_RULE,
    /** A parameter that nothing in its rule uses. */
    UNUSED_PARAMETER,
    /** A parameter with the name of a point or of something built in. */
    NAME_TAKEN,
    /** A default outside its own limits, or limits the wrong way round. */
    BAD_RANGE,
    /** Severities whose order makes one of them unreachable. */
    UNREACHABLE_SEVERITY,
    /** Not a UCUM unit that is known here. */
    UNKNOWN_UNIT,
    /** A key that does not go with how the rule is triggered. */
    WRONG_FOR_TRIGGER
}
