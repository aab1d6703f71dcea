// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.registry;

/** Where a device is. */
public sealed interface Location {
    /**
     * A point in WGS 84.
     *
     * @param lon degrees east, −180 to 180
     * @param lat degrees north, −90 to 90
     */
    record At(double lon, double lat) implements Location {
        public At {
            if (!(lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90)) {
                throw new IllegalArgumentException(
                        "a location needs lon within ±180 and lat within ±90 degrees, not "
                                + lon
                                + ", "
                                + lat
                                + "; are they swapped?");
            }
        }
    }

    /** Nobody said where. */
    record Unknown() implements Location {}
}
