// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * The way of one frame of one device: decode, recognise copies, evaluate. The detection job and the
 * back-test both call exactly this, which is why they agree.
 *
 * <p>Depends on {@code decode}, {@code duplicate} and {@code evaluate}. Pure: no clock, no I/O, no
 * log.
 */
@NullMarked
package org.lamplighter.detect;

import org.jspecify.annotations.NullMarked;
