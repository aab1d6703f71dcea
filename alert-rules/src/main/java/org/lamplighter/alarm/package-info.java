// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * An alarm: one rule's condition in force on one device, and the snapshots of it that the jobs
 * announce.
 *
 * <p>Depends on {@code device-profiles} and Jackson. Immutable values; codecs are safe to share
 * between threads.
 */
@NullMarked
package org.lamplighter.alarm;

import org.jspecify.annotations.NullMarked;
