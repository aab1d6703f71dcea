// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * The declarative description of a device model: what a profile says, the checker that reads it,
 * and the profiles that come with the program.
 *
 * <p>Depends on {@code reading} and {@code yaml}. Invariant: a {@link
 * org.lamplighter.profile.DeviceProfile} that the checker gave out can be compiled to a decoder
 * without a further check. All types are immutable and safe to share between threads.
 */
@NullMarked
package org.lamplighter.profile;

import org.jspecify.annotations.NullMarked;
