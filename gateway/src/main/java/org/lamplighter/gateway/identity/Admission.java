// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.identity;

import org.lamplighter.gateway.event.IngestFault;

/** Whether someone may send, and as whom. */
public sealed interface Admission {
    /** Let in until {@link #renewed} says otherwise. */
    final class Admitted implements Admission {
        private final Identity identity;
        private final TokenHash token;

        Admitted(Identity identity, TokenHash token) {
            this.identity = identity;
            this.token = token;
        }

        public Identity identity() {
            return identity;
        }

        /**
         * Looks again: the admission as it stands now, or a refusal if the device was removed or
         * disabled or the token is no longer in force. Cheap when nothing has changed.
         */
        public Admission renewed(DeviceDirectory directory) {
            return directory
                    .find(identity.device())
                    .map(
                            now ->
                                    now.version() == identity.version()
                                            ? this
                                            : DeviceDirectory.judge(now, token))
                    .orElseGet(() -> new Refused(IngestFault.UNKNOWN_DEVICE));
        }
    }

    /** Turned away. */
    record Refused(IngestFault fault) implements Admission {}
}
