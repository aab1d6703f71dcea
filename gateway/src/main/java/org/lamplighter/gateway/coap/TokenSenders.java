// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import org.eclipse.californium.core.coap.Request;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.gateway.identity.Admission;
import org.lamplighter.gateway.identity.DeviceDirectory;
import org.lamplighter.gateway.identity.KeyAdmission;

/** By {@code ?token=}, for CoAP without DTLS. */
record TokenSenders(DeviceDirectory devices) implements Senders {
    @Override
    public KeyAdmission judge(Request request) {
        String token = Queries.find(request, "token").orElse("");
        if (token.isEmpty()) {
            return new KeyAdmission.Refused(IngestFault.NO_CREDENTIALS);
        }
        return switch (devices.admit(token)) {
            case Admission.Admitted admitted ->
                    new KeyAdmission.Admitted(admitted.identity().device());
            case Admission.Refused refused -> new KeyAdmission.Refused(refused.fault());
        };
    }
}
