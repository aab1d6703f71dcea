// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Commands that work on files alone: profiles and rules checked, tested and rehearsed without a
 * server.
 *
 * <p>Depends on the pure modules only. Each command is thin: it reads its arguments, calls one
 * function and prints what that says.
 */
@NullMarked
package org.lamplighter.cli.tool;

import org.jspecify.annotations.NullMarked;
