// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

/**
 * Who asks.
 *
 * @param name the name of the API token that was shown; written beside what they change
 */
public record Principal(String name) {
    /** Nobody in particular. */
    public static final Principal ANYONE = new Principal("anyone");
}
