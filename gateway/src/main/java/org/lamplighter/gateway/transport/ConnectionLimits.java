// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.transport;

/**
 * How many connections a listener holds.
 *
 * @param total in all
 * @param perAddress from one address; devices behind one NAT share it
 */
public record ConnectionLimits(int total, int perAddress) {
    /** 20,000 in all, 10,000 from one address. */
    public static final ConnectionLimits DEFAULT = new ConnectionLimits(20_000, 10_000);
}
