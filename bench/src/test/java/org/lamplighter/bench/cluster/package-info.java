// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/** The parts as processes of their own, killed one at a time under load. */
@NullMarked
package org.lamplighter.bench.cluster;

import org.jspecify.annotations.NullMarked;
