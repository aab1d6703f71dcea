// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/** The runs' figures of a process. */
@NullMarked
package org.lamplighter.bench.up;

import org.jspecify.annotations.NullMarked;
