// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * CloudEvents 1.0 in JSON structured mode, the form of alarms, troubles and case events.
 *
 * <p>Depends on Jackson only. Immutable values; equal events give equal bytes; bad bytes are an
 * {@link java.lang.IllegalArgumentException} that names the member.
 */
@NullMarked
package org.lamplighter.cloudevent;

import org.jspecify.annotations.NullMarked;
