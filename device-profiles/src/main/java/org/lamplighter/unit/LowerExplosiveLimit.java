// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.unit;

import java.math.BigDecimal;

/**
 * The least share of a gas in air that explodes: what {@code %{LEL}} is a percentage of.
 *
 * @param percentVolume in %VOL, above 0 and at most 100
 */
public record LowerExplosiveLimit(BigDecimal percentVolume) {
    /** Methane as Chinese practice takes it (GB/T 50493, GB 15322): 5.0 %VOL. The default. */
    public static final LowerExplosiveLimit METHANE =
            new LowerExplosiveLimit(new BigDecimal("5.0"));

    /** Methane by IEC 60079-20-1: 4.4 %VOL. */
    public static final LowerExplosiveLimit METHANE_IEC =
            new LowerExplosiveLimit(new BigDecimal("4.4"));

    public LowerExplosiveLimit {
        if (percentVolume.signum() <= 0 || percentVolume.compareTo(new BigDecimal(100)) > 0) {
            throw new IllegalArgumentException(
                    "a lower explosive limit is above 0 and at most 100 %VOL, not "
                            + percentVolume);
        }
    }

    /** As a share of the volume: 0.05. */
    Ratio share() {
        return Ratio.of(percentVolume).over(Ratio.of(100));
    }
}
