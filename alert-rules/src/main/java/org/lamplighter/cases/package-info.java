// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * The life of a case: its states, its one transition table, and what the desk tells the jobs about
 * it.
 *
 * <p>Depends on {@code trouble} and {@code alarm}. Pure: no clock, no I/O.
 */
@NullMarked
package org.lamplighter.cases;

import org.jspecify.annotations.NullMarked;
