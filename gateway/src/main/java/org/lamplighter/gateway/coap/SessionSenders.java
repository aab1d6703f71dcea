// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.elements.auth.PreSharedKeyIdentity;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.gateway.identity.DeviceDirectory;
import org.lamplighter.gateway.identity.KeyAdmission;

/**
 * By the DTLS session: who has proved to know the device's key is the device, as long as the key is
 * in force. A session outlives the device's sleep, so this is looked at for each request.
 */
record SessionSenders(DeviceDirectory devices) implements Senders {
    @Override
    public KeyAdmission judge(Request request) {
        if (request.getSourceContext().getPeerIdentity() instanceof PreSharedKeyIdentity device) {
            String sealedPsk = device.getExtendedInfo().get(DeviceKeys.SEALED_PSK, String.class);
            return devices.admitKey(device.getIdentity(), sealedPsk == null ? "" : sealedPsk);
        }
        return new KeyAdmission.Refused(IngestFault.NO_CREDENTIALS);
    }
}
