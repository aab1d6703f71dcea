// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * The parts on their own: gateway, jobs and desk as processes beside external Kafka, PostgreSQL and
 * Flink.
 *
 * <p>Depends on the configuration and on what {@code up} tells each part. Invariant: a part waits
 * for what it needs, saying so in one line, and starts nothing before.
 */
@NullMarked
package org.lamplighter.cli.part;

import org.jspecify.annotations.NullMarked;
