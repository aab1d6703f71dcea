// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.lamplighter.reading;

import org.jspecify.annotations.NullMarked;
