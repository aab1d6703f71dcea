// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import org.lamplighter.registry.Location;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a case is, as the registry knew it when the case was opened.
 *
 * @param location the coordinates
 * @param attributes the device's name (as {@code name}, if it has one) and its attributes
 */
public record Place(Location location, SortedMap<String, String> attributes) {
    /** Nothing is known. */
    public static final Place UNKNOWN = new Place(new Location.Unknown(), new TreeMap<>());

    public Place {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }
}
