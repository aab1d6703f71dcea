// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * How the registry changes: one transaction at a time, each change with its version.
 *
 * <p>May depend on {@code rest} for faults and on the contract types. Invariant: every change of a
 * registry row writes its {@code change} row in the same transaction, and the order of versions is
 * the order of commits.
 */
@NullMarked
package org.lamplighter.desk.change;

import org.jspecify.annotations.NullMarked;
