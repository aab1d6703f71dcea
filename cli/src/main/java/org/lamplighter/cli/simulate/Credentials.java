// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.simulate;

/**
 * What a simulated device proves itself with.
 *
 * @param token over MQTT
 * @param psk over CoAP, in hexadecimal; empty if it speaks MQTT
 */
record Credentials(String token, String psk) {
    static final Credentials NONE = new Credentials("", "");
}
