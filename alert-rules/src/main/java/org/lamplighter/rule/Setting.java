// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

/**
 * The value of a parameter in force on a device.
 *
 * @param value a plain number, or milliseconds for a duration
 * @param text value and winning scope as people read them: {@code 15 (default)}, {@code 90s
 *     (tag:hill)}
 */
public record Setting(double value, String text) {}
