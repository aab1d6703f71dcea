// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.config;

/** Whether something is there at all. */
public enum Switch {
    OFF,
    ON
}
