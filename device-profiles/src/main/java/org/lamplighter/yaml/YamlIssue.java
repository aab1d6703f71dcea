// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.yaml;

/** What can be wrong with any YAML document, whatever it is about. */
public enum YamlIssue implements IssueKind {
    /** It is larger than is read. */
    TOO_LARGE,
    /** It is no YAML. */
    NOT_YAML,
    /** It is nested deeper than is read. */
    TOO_DEEP,
    /** It uses an anchor or alias, which may multiply without bound. */
    ALIAS,
    /** It is empty, or more than one document. */
    NOT_ONE_DOCUMENT,
    /** A key stands in one mapping twice. */
    DUPLICATE_KEY,
    /** A key that the mapping does not have. */
    UNKNOWN_KEY,
    /** A key that must be there is not. */
    MISSING_KEY,
    /** Keys that exclude each other, or of which one is needed. */
    EXCLUSIVE_KEYS,
    /** A mapping, a list or a single value where another of the three belongs. */
    WRONG_SHAPE,
    /** A word that is none of those possible. */
    UNKNOWN_WORD,
    /** Not a number of the sort that belongs there. */
    BAD_NUMBER,
    /** Not a duration such as {@code 90s} or {@code 24h}. */
    BAD_DURATION,
    /** Not a time such as {@code 2026-01-31T08:00:00Z}. */
    BAD_TIME,
    /** Not hexadecimal bytes. */
    BAD_HEX,
    /** Neither true nor false. */
    BAD_FLAG,
    /** A value of the right sort beyond its limits. */
    OUT_OF_RANGE,
    /** More issues than are told. */
    TOO_MANY
}
