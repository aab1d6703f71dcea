// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.log;

import java.time.Instant;

/**
 * Where a record stands in the topic {@code frames}.
 *
 * @param partition the partition, from 0
 * @param offset the offset in it, from 0
 * @param logTime the broker's append time, the only clock of the rules
 */
public record LogPosition(int partition, long offset, Instant logTime) {}
