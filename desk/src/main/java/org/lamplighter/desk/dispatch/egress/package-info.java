// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * How an event leaves for a target's address: which addresses may be spoken to, and one bounded
 * HTTP POST to an address that was checked.
 *
 * <p>Depends on the JDK only. Invariant: no connection is made to an address that {@link
 * org.lamplighter.desk.dispatch.egress.EgressGuard} did not allow in the same call.
 */
@NullMarked
package org.lamplighter.desk.dispatch.egress;

import org.jspecify.annotations.NullMarked;
