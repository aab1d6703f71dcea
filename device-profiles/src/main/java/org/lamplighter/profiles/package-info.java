// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0

/** What a device said: readings, device profiles and the decoder between frames and readings. */
@NullMarked
package org.lamplighter.profiles;

import org.jspecify.annotations.NullMarked;
