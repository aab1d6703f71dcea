// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.log;

import org.lamplighter.reading.Reading;

/**
 * A reading with the place of its frame in the log: the value of that topic.
 *
 * @param reading what the frame said
 * @param position where the frame stands
 * @param ordinal which reading of the frame this is, from 0
 * @param replayed whether a replay made it
 */
public record LoggedReading(Reading reading, LogPosition position, int ordinal, boolean replayed) {}
