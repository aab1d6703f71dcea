// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * What the command line does with profiles: check them, run their examples, decode one frame. All
 * functions are pure but for the files they read.
 *
 * <p>Depends on {@code profile}, {@code decode} and Jackson's streaming writer. Invariant: whatever
 * the arguments, a function gives an exit code and a text; nothing is thrown.
 */
@NullMarked
package org.lamplighter.profile.tool;

import org.jspecify.annotations.NullMarked;
