// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.identity;

import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.reading.DeviceId;

/** Whether somebody who speaks by DTLS may send this frame, and as whom. */
public sealed interface KeyAdmission {
    /** Let in, for this frame. */
    record Admitted(DeviceId device) implements KeyAdmission {}

    /** Turned away. */
    record Refused(IngestFault fault) implements KeyAdmission {}
}
