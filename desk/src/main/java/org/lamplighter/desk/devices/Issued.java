// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.devices;

import org.lamplighter.registry.Device;

/**
 * A device with the secrets that are told once, to who made or rotated them.
 *
 * @param device the device as it now is
 * @param token its new token; empty of a child
 * @param psk its new DTLS key in hexadecimal; empty if it keeps the one it has
 */
record Issued(Device device, String token, String psk) {
    /** Never the secrets. */
    @Override
    public String toString() {
        return "Issued[" + device.id() + "]";
    }
}
