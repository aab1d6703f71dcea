// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * The case book: applies the jobs' alarms and troubles to the database, moves cases by the one life
 * cycle, writes the event of each step, and tells the jobs what was decided.
 *
 * <p>Depends on {@code alert-rules}, JDBI, Kafka's clients and the desk's {@code part} and {@code
 * rest}; dispatch depends on it, never the other way. Invariant: a case, its events, their
 * deliveries, the decision and the consumer's offset change in one transaction or not at all.
 */
@NullMarked
package org.lamplighter.desk.cases;

import org.jspecify.annotations.NullMarked;
