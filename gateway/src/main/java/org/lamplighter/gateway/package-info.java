// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Devices in: listeners take frames, prove who sent them, and acknowledge them once the log has
 * them.
 *
 * <p>This package is the composition root; everything else is in its sub-packages, in the order
 * that a frame passes them: {@code transport}, {@code mqtt} and {@code http}, {@code identity},
 * {@code intake}, {@code log}. May depend on all of them; nothing depends on it but the command
 * line.
 */
@NullMarked
package org.lamplighter.gateway;

import org.jspecify.annotations.NullMarked;
