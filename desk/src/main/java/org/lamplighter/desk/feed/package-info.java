// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * The registry's feed: the topics, and the leader that publishes what changed.
 *
 * <p>May depend on Kafka's client and on the database, not on the registry's own types. Invariant:
 * changes are published in the order of their versions, at least once.
 */
@NullMarked
package org.lamplighter.desk.feed;

import org.jspecify.annotations.NullMarked;
