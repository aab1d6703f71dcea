// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.yaml;

/** The kind of an issue: an enum constant, in capitals. Each checker has an enum of its own. */
public interface IssueKind {
    /** The constant, such as {@code UNKNOWN_KEY}. */
    String name();
}
