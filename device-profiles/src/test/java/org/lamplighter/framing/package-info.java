// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.lamplighter.framing;

import org.jspecify.annotations.NullMarked;
