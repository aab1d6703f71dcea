// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * What a part of the desk is, what it is told and what it is made from.
 *
 * <p>May depend on {@code rest} and {@code seal}. Invariant: parts know each other only through
 * {@link DeskServices} and the database.
 */
@NullMarked
package org.lamplighter.desk.part;

import org.jspecify.annotations.NullMarked;
