// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Rules rehearsed on recorded frames: files in, a file of events out, no server. It calls the
 * detector, the correlator and the case life cycle that production calls, so what it says is what
 * would have happened.
 *
 * <p>Depends on {@code detect}, {@code correlate}, {@code cases} and {@code rule}. {@link
 * org.lamplighter.backtest.Rehearsal} is pure; only {@link org.lamplighter.backtest.Backtest} and
 * its reader touch files.
 */
@NullMarked
package org.lamplighter.backtest;

import org.jspecify.annotations.NullMarked;
