// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/** The whole product killed under load, and its books compared with those of its clients. */
@NullMarked
package org.lamplighter.bench.crash;

import org.jspecify.annotations.NullMarked;
