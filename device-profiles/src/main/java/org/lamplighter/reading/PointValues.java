// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.reading;

import org.jspecify.annotations.Nullable;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Values by point, in two arrays. Immutable. A frame of a batch gives a reading with a few points
 * for each of its records, and two trees for each were most of what decoding allocated.
 */
@SuppressWarnings("JdkObsolete") // a reading's points are a SortedMap
public final class PointValues extends AbstractMap<PointName, PointValue>
        implements SortedMap<PointName, PointValue> {
    private final PointName[] names;
    private final PointValue[] values;

    private PointValues(PointName[] names, PointValue[] values) {
        this.names = names;
        this.values = values;
    }

    /**
     * The points that have a value.
     *
     * @param names in ascending order, each once
     * @param values of each of them, null for one that has none; neither is written to again
     */
    @SuppressWarnings("NullAway") // an array whose values were counted has them all
    public static PointValues of(PointName[] names, @Nullable PointValue[] values) {
        int count = 0;
        for (PointValue value : values) {
            if (value != null) {
                count++;
            }
        }
        if (count == names.length) {
            return new PointValues(names, values);
        }
        PointName[] keptNames = new PointName[count];
        PointValue[] kept = new PointValue[count];
        int at = 0;
        for (int i = 0; i < names.length; i++) {
            PointValue value = values[i];
            if (value != null) {
                keptNames[at] = names[i];
                kept[at++] = value;
            }
        }
        return new PointValues(keptNames, kept);
    }

    /** A copy of {@code points}, or itself if it is one already. */
    public static PointValues copyOf(SortedMap<PointName, PointValue> points) {
        if (points instanceof PointValues already) {
            return already;
        }
        SortedMap<PointName, PointValue> sorted =
                points.comparator() == null
                        ? points
                        : new TreeMap<>((Map<PointName, PointValue>) points);
        PointName[] names = new PointName[sorted.size()];
        PointValue[] values = new PointValue[names.length];
        int at = 0;
        for (Map.Entry<PointName, PointValue> entry : sorted.entrySet()) {
            names[at] = entry.getKey();
            values[at++] = entry.getValue();
        }
        return new PointValues(names, values);
    }

    private int find(@Nullable Object key) {
        return key instanceof PointName name ? Arrays.binarySearch(names, name) : -1;
    }

    @Override
    public @Nullable PointValue get(@Nullable Object key) {
        int at = find(key);
        return at < 0 ? null : values[at];
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return find(key) >= 0;
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    public void forEach(BiConsumer<? super PointName, ? super PointValue> action) {
        for (int i = 0; i < names.length; i++) {
            action.accept(names[i], values[i]);
        }
    }

    @Override
    public Set<Map.Entry<PointName, PointValue>> entrySet() {
        return new Entries();
    }

    @Override
    public @Nullable Comparator<? super PointName> comparator() {
        return null;
    }

    @Override
    public SortedMap<PointName, PointValue> subMap(PointName from, PointName to) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(this).subMap(from, to));
    }

    @Override
    public SortedMap<PointName, PointValue> headMap(PointName to) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(this).headMap(to));
    }

    @Override
    public SortedMap<PointName, PointValue> tailMap(PointName from) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(this).tailMap(from));
    }

    @Override
    public PointName firstKey() {
        return key(0);
    }

    @Override
    public PointName lastKey() {
        return key(names.length - 1);
    }

    private PointName key(int at) {
        if (names.length == 0) {
            throw new NoSuchElementException("there is no point");
        }
        return names[at];
    }

    private final class Entries extends AbstractSet<Map.Entry<PointName, PointValue>> {
        @Override
        public int size() {
            return names.length;
        }

        @Override
        public Iterator<Map.Entry<PointName, PointValue>> iterator() {
            return new Iterator<>() {
                private int at;

                @Override
                public boolean hasNext() {
                    return at < names.length;
                }

                @Override
                public Map.Entry<PointName, PointValue> next() {
                    if (at >= names.length) {
                        throw new NoSuchElementException("there are " + at + " points");
                    }
                    Map.Entry<PointName, PointValue> entry = Map.entry(names[at], values[at]);
                    at++;
                    return entry;
                }
            };
        }
    }
}
