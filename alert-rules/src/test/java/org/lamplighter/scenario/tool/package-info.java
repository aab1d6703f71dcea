// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/** Tests of the scenarios, and the scenarios of the shipped rules. */
@NullMarked
package org.lamplighter.scenario.tool;

import org.jspecify.annotations.NullMarked;
