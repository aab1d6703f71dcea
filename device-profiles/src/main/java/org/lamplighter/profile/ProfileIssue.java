// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import org.lamplighter.yaml.IssueKind;

/** What can be wrong with a profile, beyond what can be wrong with any YAML. */
public enum ProfileIssue implements IssueKind {
    /** No id: lower-case letters, digits and {@code -}. */
    BAD_ID,
    /** No point name: lower-case letters, digits and {@code _}. */
    BAD_POINT_NAME,
    /** Not a UCUM unit that is known here. */
    UNKNOWN_UNIT,
    /** Not a topic pattern. */
    BAD_TOPIC,
    /** A profile or a layout without content. */
    NOTHING_THERE,
    /** A name that is no point of the profile. */
    UNKNOWN_POINT,
    /** A point that no layout reads. */
    UNREAD_POINT,
    /** A thing that one layout reads twice. */
    READ_TWICE,
    /** A name that is no layout of the profile. */
    UNKNOWN_LAYOUT,
    /** A layout that no case leads to. */
    UNUSED_LAYOUT,
    /** A key or value that does not go with the point's type. */
    WRONG_FOR_TYPE,
    /** Bits or values that the integer does not have. */
    BEYOND_WIDTH,
    /** Bits that two slices use. */
    BITS_OVERLAP,
    /** No name: lower-case letters, digits and {@code _}. */
    BAD_NAME,
    /** A name that nothing is read with. */
    UNKNOWN_NAME,
    /** More names than a layout keeps. */
    TOO_MANY_NAMES,
    /** More fields than a layout has. */
    TOO_MANY_FIELDS,
    /** No path to a member. */
    BAD_PATH,
    /** A layout that names itself, or a point that is computed of itself. */
    LAYOUT_CYCLE,
    /** Fields within fields, deeper than is read. */
    NESTED_TOO_DEEP,
    /** A repeat that never ends. */
    NO_PROGRESS,
    /** What no frame leads to. */
    UNREACHABLE,
    /** Fields that make points of the same bytes. */
    FIELDS_OVERLAP,
    /** A unit that cannot be converted to the point's. */
    UNITS_DISAGREE,
    /** A point of a canonical name that is not what the name means. */
    OTHER_THAN_KNOWN,
    /** An expression that cannot be computed. */
    BAD_EXPRESSION,
    /** A profile to extend that does not come with the program. */
    UNKNOWN_FAMILY,
    /** A decoder in Java that is not on the class path. */
    UNKNOWN_DECODER
}
