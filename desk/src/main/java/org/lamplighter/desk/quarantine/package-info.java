// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Frames that could not be decoded: listed by profile and reason, and decoded again with the
 * profile in force now (a replay). The archive job fills the table.
 *
 * <p>May depend on {@code part} and {@code rest}. Invariant: a frame leaves the quarantine in the
 * transaction that archives its readings and counts it, so a replay that is cut short or repeated
 * gives the same rows and counts as one that ran once.
 */
@NullMarked
package org.lamplighter.desk.quarantine;

import org.jspecify.annotations.NullMarked;
