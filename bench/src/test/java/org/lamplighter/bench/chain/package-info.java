// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/** The measurement of the whole chain. */
@NullMarked
package org.lamplighter.bench.chain;

import org.jspecify.annotations.NullMarked;
