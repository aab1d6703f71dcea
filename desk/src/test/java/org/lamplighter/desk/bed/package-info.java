// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * What the desk's integration tests stand on: real servers, and desks that are made of real parts.
 */
@NullMarked
package org.lamplighter.desk.bed;

import org.jspecify.annotations.NullMarked;
