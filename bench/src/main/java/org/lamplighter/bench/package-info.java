// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0

/** Micro-benchmarks, load and fault runs. */
@NullMarked
package org.lamplighter.bench;

import org.jspecify.annotations.NullMarked;
