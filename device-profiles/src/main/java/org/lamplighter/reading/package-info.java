// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * What a device said: the frame as it came and the readings that it means once decoded.
 *
 * <p>Depends on nothing but the JDK. Every type here is an immutable value and safe to share
 * between threads.
 */
@NullMarked
package org.lamplighter.reading;

import org.jspecify.annotations.NullMarked;
