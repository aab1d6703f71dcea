// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * What happens in the gateway, as types: one per happening, so that log line, metric and code
 * cannot drift apart.
 *
 * <p>Depends on the pure {@code reading} package only. Invariant: whatever is turned away is named
 * here, with its reason. All types are immutable values.
 */
@NullMarked
package org.lamplighter.gateway.event;

import org.jspecify.annotations.NullMarked;
