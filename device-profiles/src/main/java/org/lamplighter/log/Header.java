// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.log;

/**
 * One header of a log record, text in UTF-8.
 *
 * @param name such as {@code ce_id}
 * @param value its text
 */
public record Header(String name, String value) {}
