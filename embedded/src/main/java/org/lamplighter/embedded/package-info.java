// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Real servers in this process or as its children: Kafka in KRaft mode, PostgreSQL, and where it is
 * installed mosquitto; durable, restartable on the same directory after a kill -9, on loopback
 * only.
 *
 * <p>Used by the all-in-one in production and by the tests of the parts that talk to them; knows no
 * other module.
 */
@NullMarked
package org.lamplighter.embedded;

import org.jspecify.annotations.NullMarked;
