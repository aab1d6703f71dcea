// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import org.lamplighter.alarm.Evidence;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The newest value of each point that some rule looks at, by name. Immutable. */
final class Latest {
    static final Latest NONE = new Latest(new PointName[0], new PointValue[0], new long[0]);

    private final PointName[] names;
    private final PointValue[] values;
    private final long[] times;

    /** Takes the arrays over; they are in the order of names. */
    Latest(PointName[] names, PointValue[] values, long[] times) {
        this.names = names;
        this.values = values;
        this.times = times;
    }

    int size() {
        return names.length;
    }

    PointName name(int i) {
        return names[i];
    }

    PointValue value(int i) {
        return values[i];
    }

    long time(int i) {
        return times[i];
    }

    /** Where a point stands, or −1. */
    int indexOf(PointName name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    boolean hasAll(PointName[] wanted) {
        for (PointName name : wanted) {
            if (indexOf(name) < 0) {
                return false;
            }
        }
        return true;
    }

    /** The value of that name as CEL takes it. */
    Optional<Object> find(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].value().equals(name)) {
                return Optional.of(
                        switch (values[i]) {
                            case PointValue.Quantity quantity -> (Object) quantity.value();
                            case PointValue.Flag flag -> flag.value();
                            case PointValue.Text text -> text.value();
                        });
            }
        }
        return Optional.empty();
    }

    /** With the values of a sample, all taken at {@code time}. */
    Latest with(Sample sample, long time) {
        int known = 0;
        for (int i = 0; i < sample.size(); i++) {
            known += indexOf(sample.name(i)) >= 0 ? 1 : 0;
        }
        if (known == sample.size()) {
            PointValue[] nextValues = values.clone();
            long[] nextTimes = times.clone();
            for (int i = 0; i < sample.size(); i++) {
                int at = indexOf(sample.name(i));
                nextValues[at] = sample.value(i);
                nextTimes[at] = time;
            }
            return new Latest(names, nextValues, nextTimes);
        }
        return merged(sample, time, names.length + sample.size() - known);
    }

    private Latest merged(Sample sample, long time, int size) {
        PointName[] nextNames = new PointName[size];
        PointValue[] nextValues = new PointValue[size];
        long[] nextTimes = new long[size];
        int mine = 0;
        int theirs = 0;
        for (int i = 0; i < size; i++) {
            int order =
                    mine == names.length
                            ? 1
                            : theirs == sample.size()
                                    ? -1
                                    : names[mine].compareTo(sample.name(theirs));
            if (order < 0) {
                nextNames[i] = names[mine];
                nextValues[i] = values[mine];
                nextTimes[i] = times[mine++];
            } else {
                mine += order == 0 ? 1 : 0;
                nextNames[i] = sample.name(theirs);
                nextValues[i] = sample.value(theirs++);
                nextTimes[i] = time;
            }
        }
        return new Latest(nextNames, nextValues, nextTimes);
    }

    /** Without the points that are not among {@code kept}. */
    Latest only(PointName[] kept) {
        List<Integer> stay = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            if (Arrays.asList(kept).contains(names[i])) {
                stay.add(i);
            }
        }
        int[] from = stay.stream().mapToInt(Integer::intValue).toArray();
        PointName[] nextNames = new PointName[from.length];
        PointValue[] nextValues = new PointValue[from.length];
        long[] nextTimes = new long[from.length];
        for (int i = 0; i < from.length; i++) {
            nextNames[i] = names[from[i]];
            nextValues[i] = values[from[i]];
            nextTimes[i] = times[from[i]];
        }
        return new Latest(nextNames, nextValues, nextTimes);
    }

    /** The values of these points, as far as they are known. */
    List<Evidence> evidence(SortedMap<PointName, String> points) {
        List<Evidence> evidence = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            if (points.containsKey(names[i])) {
                evidence.add(
                        new Evidence(
                                names[i], values[i], java.time.Instant.ofEpochMilli(times[i])));
            }
        }
        return evidence;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Latest that
                && Arrays.equals(names, that.names)
                && Arrays.equals(values, that.values)
                && Arrays.equals(times, that.times);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }
}
