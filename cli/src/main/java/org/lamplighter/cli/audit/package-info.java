// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Adds up what is in the log, in the detection job's accounts and in the database, and tells every
 * difference (promise P2).
 *
 * <p>Reads only; depends on the log's types, a Kafka consumer and JDBC. {@link
 * org.lamplighter.cli.audit.Books} is the pure sum.
 */
@NullMarked
package org.lamplighter.cli.audit;

import org.jspecify.annotations.NullMarked;
