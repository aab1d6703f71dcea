// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.framing;

import org.lamplighter.yaml.IssueKind;

/** What can be wrong with a framing, beyond what can be wrong with any YAML. */
public enum FramingIssue implements IssueKind {
    /** Start bytes that are none, or say nothing. */
    BAD_START,
    /** A place that no frame, or not every frame, has. */
    BEYOND_FRAME,
    /** A pair of bytes that escapes nothing. */
    BAD_ESCAPE_PAIR,
    /** An answer that cannot be made. */
    BAD_ACK,
    /** A checksum that there is not. */
    UNKNOWN_CHECKSUM
}
