// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/** Tests of the evaluator, as stories and as properties. */
@NullMarked
package org.lamplighter.evaluate;

import org.jspecify.annotations.NullMarked;
