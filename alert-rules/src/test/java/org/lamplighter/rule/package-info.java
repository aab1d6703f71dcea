// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/** Tests of the rule language. */
@NullMarked
package org.lamplighter.rule;

import org.jspecify.annotations.NullMarked;
