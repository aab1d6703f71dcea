// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * The one command line: each command is thin over the part that does the work, and {@code up}
 * composes all parts in one process.
 *
 * <p>May depend on every other module; nothing depends on it.
 */
@NullMarked
package org.lamplighter.cli;

import org.jspecify.annotations.NullMarked;
