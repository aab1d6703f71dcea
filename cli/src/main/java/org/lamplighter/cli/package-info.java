// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0

/** The command line: all-in-one, single parts, the simulator and tools. */
@NullMarked
package org.lamplighter.cli;

import org.jspecify.annotations.NullMarked;
