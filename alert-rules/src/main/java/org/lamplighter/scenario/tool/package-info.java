// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * What the command line does with packs of rules: check them, run the scenarios beside them.
 *
 * <p>Depends on {@code scenario} and {@code rule}. Invariant: whatever the arguments, a function
 * gives an exit code and a text; nothing is thrown.
 */
@NullMarked
package org.lamplighter.scenario.tool;

import org.jspecify.annotations.NullMarked;
