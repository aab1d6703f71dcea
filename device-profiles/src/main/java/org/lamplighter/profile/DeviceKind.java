// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a device watches; rules apply to kinds. */
public enum DeviceKind {
    MANHOLE_COVER,
    STREETLIGHT,
    LIGHT_CABINET,
    PARKING_BAY,
    WATER_LEVEL,
    RAIN_GAUGE,
    GAS,
    AIR_QUALITY,
    WASTE_BIN,
    DOOR,
    METER,
    TRACKER;

    /** The word in profiles and rules, such as {@code manhole-cover}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind of that word. */
    public static Optional<DeviceKind> find(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** All words. */
    public static List<String> words() {
        return Arrays.stream(values()).map(DeviceKind::word).toList();
    }
}
