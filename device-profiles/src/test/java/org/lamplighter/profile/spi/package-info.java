// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.lamplighter.profile.spi;

import org.jspecify.annotations.NullMarked;
