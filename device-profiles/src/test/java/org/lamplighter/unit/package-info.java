// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.lamplighter.unit;

import org.jspecify.annotations.NullMarked;
