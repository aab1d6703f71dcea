// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * What the registry tells the other parts about a device. The registry itself, with its database,
 * is the desk's.
 *
 * <p>Depends on {@code reading} and Jackson. Immutable values.
 */
@NullMarked
package org.lamplighter.registry;

import org.jspecify.annotations.NullMarked;
