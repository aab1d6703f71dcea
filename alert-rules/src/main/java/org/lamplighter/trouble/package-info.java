// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * A trouble: what correlation makes of alarms, one episode of a kind on a scope with its member
 * alarms.
 *
 * <p>Depends on {@code alarm}. Immutable values; codecs are safe to share between threads.
 */
@NullMarked
package org.lamplighter.trouble;

import org.jspecify.annotations.NullMarked;
