// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0

/** What readings mean: rules, their evaluator, and the life cycles of alarms and cases. */
@NullMarked
package org.lamplighter.rules;

import org.jspecify.annotations.NullMarked;
