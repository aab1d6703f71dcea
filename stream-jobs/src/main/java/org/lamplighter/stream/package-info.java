// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0

/** Thin Flink operators over the rules, and the archive sink. */
@NullMarked
package org.lamplighter.stream;

import org.jspecify.annotations.NullMarked;
