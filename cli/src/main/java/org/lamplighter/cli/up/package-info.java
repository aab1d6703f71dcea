// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * The all-in-one: Kafka, PostgreSQL, desk, jobs and gateway in one process on one data directory.
 *
 * <p>Start-up faults are one sentence each: what is wrong and what to do.
 */
@NullMarked
package org.lamplighter.cli.up;

import org.jspecify.annotations.NullMarked;
