// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.registry;

import java.time.Instant;

/**
 * One edition of a profile or rule pack.
 *
 * @param name the profile's id or the pack's name
 * @param version the change that made it
 * @param yaml its text
 * @param at when
 * @param author who: the name of an API token, or {@code lamplighter} for what is shipped
 */
record TextEdition(String name, long version, String yaml, Instant at, String author) {}
