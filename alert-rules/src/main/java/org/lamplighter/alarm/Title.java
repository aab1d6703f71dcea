// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.alarm;

/**
 * A heading in the two languages operators read.
 *
 * @param en English
 * @param zh Chinese
 */
public record Title(String en, String zh) {}
