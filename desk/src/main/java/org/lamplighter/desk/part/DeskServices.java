// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.part;

import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.lamplighter.registry.MasterKey;

import java.time.InstantSource;

import javax.sql.DataSource;

/**
 * What every part of the desk is made from. All of it may be shared between threads and outlives
 * the parts.
 *
 * @param config all that the desk is told; a part reads what is its own in its constructor and
 *     keeps values
 * @param dataSource the pool, migrated
 * @param jdbi the same pool
 * @param masterKey seals secrets before they are stored
 * @param metrics where counters and timers are registered, served at {@code /metrics}
 * @param clock the wall clock
 */
public record DeskServices(
        DeskConfig config,
        DataSource dataSource,
        Jdbi jdbi,
        MasterKey masterKey,
        MeterRegistry metrics,
        InstantSource clock) {}
