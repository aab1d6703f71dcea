// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.lamplighter.desk.change;

import org.jspecify.annotations.NullMarked;
