// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/** Tests of correlation over an area. */
@NullMarked
package org.lamplighter.correlate.area;

import org.jspecify.annotations.NullMarked;
