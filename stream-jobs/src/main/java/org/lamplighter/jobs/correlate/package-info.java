// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0

/**
 * The Flink shell of correlation.
 *
 * <p>Depends on {@code alert-rules} and {@code lane}. Invariant: nothing is decided here.
 */
@NullMarked
package org.lamplighter.jobs.correlate;

import org.jspecify.annotations.NullMarked;
