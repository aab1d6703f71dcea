// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * What the parts say to each other over the log, as types and bytes: topics, frame records, ticks,
 * changes, readings, accounts.
 *
 * <p>Depends on {@code reading} and {@code registry} and on Jackson, and knows no Kafka client: a
 * record is a key, headers and a value, which each part maps to its client's types. All types are
 * immutable values; all codecs are safe to share between threads.
 */
@NullMarked
package org.lamplighter.log;

import org.jspecify.annotations.NullMarked;
