// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Sealing of secrets under the master key before they are stored or published.
 *
 * <p>Depends on {@code registry}, which says what a sealed secret looks like, Jdbi and the JDK.
 * Invariant: no secret leaves the desk unsealed but once, in the answer to who made it.
 */
@NullMarked
package org.lamplighter.desk.seal;

import org.jspecify.annotations.NullMarked;
