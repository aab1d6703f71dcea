// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * The registry: devices with their credentials, profiles, rule packs with their overrides.
 *
 * <p>May depend on {@code part}, {@code rest}, {@code seal} and the pure modules. Invariant: every
 * change of a row writes its {@code change} row in the same transaction, and the order of versions
 * is the order of commits.
 */
@NullMarked
package org.lamplighter.desk.registry;

import org.jspecify.annotations.NullMarked;
