// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

import org.lamplighter.reading.PointName;
import org.lamplighter.unit.UnitConversion;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sensor measurement lists (SenML, RFC 8428).
 *
 * @param encoding how they are written
 * @param records the points by the names of their records, or by the ends of the names
 * @param history whether all but the newest are records of the past
 */
public record SenMlLayout(Encoding encoding, SortedMap<String, Target> records, boolean history)
        implements Layout {
    public SenMlLayout {
        records = Collections.unmodifiableSortedMap(new TreeMap<>(records));
    }

    /** How a pack is written. */
    public enum Encoding {
        JSON,
        CBOR
    }

    /**
     * What a record of one name is.
     *
     * @param type what the point's values are
     * @param units how a value in each unit of SenML becomes one in the point's
     * @param line what is done with a value that has no unit
     */
    public record Target(
            PointName point,
            Type type,
            SortedMap<String, UnitConversion> units,
            UnitConversion line) {
        public Target {
            units = Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(units)));
        }
    }

    /** What the values of a point are. */
    public enum Type {
        QUANTITY,
        FLAG,
        TEXT
    }

    @Override
    public boolean readsSequence() {
        return false;
    }

    /** Any record may have one. */
    @Override
    public boolean readsTime() {
        return true;
    }
}
