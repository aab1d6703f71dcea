// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

import org.lamplighter.reading.PointName;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One flat JSON object.
 *
 * @param members what the members mean, by name; any other member is ignored and counted
 */
public record JsonLayout(SortedMap<String, Member> members) implements Layout {
    public JsonLayout {
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    }

    /** What a member means. */
    public sealed interface Member {
        /** A point's value; null is no value. */
        record OfPoint(PointName point) implements Member {}

        /** The frame's sequence number, an integer. */
        record Sequence() implements Member {}

        /** The device's time, a text of ISO 8601 or a number of milliseconds since 1970. */
        record Time() implements Member {}
    }

    @Override
    public boolean readsSequence() {
        return members.values().stream().anyMatch(member -> member instanceof Member.Sequence);
    }

    @Override
    public boolean readsTime() {
        return members.values().stream().anyMatch(member -> member instanceof Member.Time);
    }
}
