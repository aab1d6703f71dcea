// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;

import java.util.SortedMap;

/**
 * What is kept of a reading while younger ones may still come before it: the values that some rule
 * looks at, and that the device was heard. Immutable.
 */
final class Sample implements Comparable<Sample> {
    /** The served time of a sample whose event time log time has not reached yet. */
    static final long UNRESOLVED = -1;

    private static final PointName[] NO_NAMES = {};
    private static final PointValue[] NO_VALUES = {};

    private final long event;
    private final int sequence;
    private final String source;
    private final long served;
    private final PointName[] names;
    private final PointValue[] values;

    /**
     * Takes the arrays over; they are in the order of names.
     *
     * @param event the event time in milliseconds
     * @param sequence the reading's sequence
     * @param source the input that heard it
     * @param served what that input's served clock showed at {@code event}, in milliseconds, or
     *     {@link #UNRESOLVED}
     */
    Sample(
            long event,
            int sequence,
            String source,
            long served,
            PointName[] names,
            PointValue[] values) {
        this.event = event;
        this.sequence = sequence;
        this.source = source;
        this.served = served;
        this.names = names;
        this.values = values;
    }

    /** With no values: the device was heard. */
    static Sample heard(long event, int sequence, String source, long served) {
        return new Sample(event, sequence, source, served, NO_NAMES, NO_VALUES);
    }

    /** With those of {@code points} that {@code wanted}, which is in the order of names, names. */
    static Sample of(
            long event,
            int sequence,
            String source,
            long served,
            SortedMap<PointName, PointValue> points,
            PointName[] wanted) {
        int size = 0;
        for (PointName name : wanted) {
            size += points.containsKey(name) ? 1 : 0;
        }
        if (size == 0) {
            return heard(event, sequence, source, served);
        }
        PointName[] names = new PointName[size];
        PointValue[] values = new PointValue[size];
        int i = 0;
        for (PointName name : wanted) {
            PointValue value = points.get(name);
            if (value != null) {
                names[i] = name;
                values[i++] = value;
            }
        }
        return new Sample(event, sequence, source, served, names, values);
    }

    long event() {
        return event;
    }

    int sequence() {
        return sequence;
    }

    String source() {
        return source;
    }

    long served() {
        return served;
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

    boolean hasAny(PointName[] wanted) {
        for (PointName name : wanted) {
            if (has(name)) {
                return true;
            }
        }
        return false;
    }

    boolean has(PointName wanted) {
        for (PointName name : names) {
            if (name.equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    Sample resolved(long servedNow) {
        return new Sample(event, sequence, source, servedNow, names, values);
    }

    /**
     * Event time, then sequence, then content, so that the order of any two is the same in whatever
     * order they come.
     */
    @Override
    public int compareTo(Sample other) {
        int byTime =
                event != other.event
                        ? Long.compare(event, other.event)
                        : Integer.compare(sequence, other.sequence);
        return byTime != 0 ? byTime : content().compareTo(other.content());
    }

    private String content() {
        StringBuilder content = new StringBuilder();
        for (int i = 0; i < names.length; i++) {
            content.append(names[i]).append('=').append(values[i]).append(';');
        }
        return content.append(names.length == 0 ? source : "").toString();
    }
}
