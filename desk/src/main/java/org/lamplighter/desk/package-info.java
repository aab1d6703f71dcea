// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0

/** People and dispatch: the registry, the case book, delivery and the REST interface. */
@NullMarked
package org.lamplighter.desk;

import org.jspecify.annotations.NullMarked;
