// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import java.time.Duration;

/**
 * How a frame is recognised when it comes again: by sequence number and device time, else by device
 * time and bytes, else by its bytes within {@code window} of receipt.
 *
 * @param window how far apart two equal frames without device time must be received to be two
 */
public record IdentityPolicy(Duration window) {
    /** The longest window; as long as a copy may be late. */
    public static final Duration LONGEST = Duration.ofMinutes(15);

    private static final Duration LONGEST_DEFAULT = Duration.ofSeconds(60);

    /** The window of a profile that names none: a quarter of its interval, at most 60 s. */
    public static IdentityPolicy defaultFor(Duration expectedInterval) {
        Duration quarter = expectedInterval.dividedBy(4);
        return new IdentityPolicy(
                quarter.compareTo(LONGEST_DEFAULT) < 0 ? quarter : LONGEST_DEFAULT);
    }
}
