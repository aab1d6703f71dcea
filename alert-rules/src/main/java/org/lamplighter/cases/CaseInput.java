// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cases;

import org.lamplighter.trouble.TroublePhase;

/** What can happen to an open case. */
public sealed interface CaseInput {
    /** A newer snapshot of its trouble came. */
    record Sensed(TroublePhase phase) implements CaseInput {}

    /** A target took an event of it for the first time. */
    record Dispatched() implements CaseInput {}

    /** A dispatch system or an operator said so. */
    record Called(CaseAction action) implements CaseInput {}

    /** A case on the area now covers it. */
    record Absorbed() implements CaseInput {}

    /** The case on the area that covered it does so no longer. */
    record Released() implements CaseInput {}
}
