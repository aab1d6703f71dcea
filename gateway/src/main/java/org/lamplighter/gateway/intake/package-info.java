// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * The path of a frame from a device to the log, whatever it came in by.
 *
 * <p>Depends on {@code reading} and {@code event}; knows no Netty and no Kafka. Invariants: nothing
 * is called kept before the log has it; each frame that is taken comes to exactly one outcome; the
 * bytes and frames in flight are bounded by {@link InFlight}.
 */
@NullMarked
package org.lamplighter.gateway.intake;

import org.jspecify.annotations.NullMarked;
