// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Real servers in this process: Kafka in KRaft mode and PostgreSQL, durable, restartable on the
 * same directory after a kill -9, on loopback only.
 *
 * <p>Used by the all-in-one in production and by the tests of the parts that talk to them; knows no
 * other module.
 */
@NullMarked
package org.lamplighter.embedded;

import org.jspecify.annotations.NullMarked;
