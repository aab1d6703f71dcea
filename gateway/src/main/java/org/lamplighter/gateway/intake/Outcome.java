// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.intake;

import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.reading.FrameId;

/** What the path says about a frame, once. */
public sealed interface Outcome {
    /** It is in the log: acknowledge it. */
    record Kept(FrameId id) implements Outcome {}

    /** It is not, or nobody knows: do not acknowledge it. */
    record Refused(IngestFault fault) implements Outcome {}
}
