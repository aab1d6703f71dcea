// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Dispatch: who receives case events, their delivery, and what they say back.
 *
 * <p>Depends on {@code desk.cases}, its own {@code egress}, db-scheduler and the Standard Webhooks
 * library. Invariant: an event has one id and one body for ever; to one target the events of one
 * case go one at a time, in their order.
 */
@NullMarked
package org.lamplighter.desk.dispatch;

import org.jspecify.annotations.NullMarked;
