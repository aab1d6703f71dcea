// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.json;

import org.jspecify.annotations.Nullable;
import org.lamplighter.decode.Extraction;
import org.lamplighter.profile.layout.OwnReading;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.PointValue;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The records of one pack while they are resolved (RFC 8428 section 4.6), and their values by time.
 * Used by one thread.
 */
final class SenMlPack {
    /** The newest version of the format that is read. */
    private static final int VERSION = 10;

    /** Times below are relative to now. */
    private static final BigDecimal RELATIVE = BigDecimal.valueOf(1L << 28);

    /** The labels of CBOR (section 6). */
    private static final Map<String, String> LABELS =
            Map.ofEntries(
                    Map.entry("bver", "-1"),
                    Map.entry("bn", "-2"),
                    Map.entry("bt", "-3"),
                    Map.entry("bu", "-4"),
                    Map.entry("bv", "-5"),
                    Map.entry("n", "0"),
                    Map.entry("u", "1"),
                    Map.entry("v", "2"),
                    Map.entry("vs", "3"),
                    Map.entry("vb", "4"),
                    Map.entry("s", "5"),
                    Map.entry("t", "6"),
                    Map.entry("vd", "8"));

    private final Frame frame;
    private final Extraction out;
    private String baseName = "";
    private String baseUnit = "";
    private BigDecimal baseTime = BigDecimal.ZERO;
    private BigDecimal baseValue = BigDecimal.ZERO;

    /** The values without a time, which are of now. */
    private final Group now = new Group(false);

    private final TreeMap<Instant, Group> byTime = new TreeMap<>(Comparator.naturalOrder());

    /** The values of one time. */
    private static final class Group {
        final Map<Integer, PointValue> values = new LinkedHashMap<>();
        final boolean relative;
        int from = -1;
        int to;

        Group(boolean relative) {
            this.relative = relative;
        }
    }

    /**
     * A record in full.
     *
     * @param time empty for now
     * @param relative whether its time is told by how long ago it was
     * @param value null if it has none
     */
    record Entry(
            String name,
            String unit,
            Optional<Instant> time,
            boolean relative,
            BigDecimal baseValue,
            @Nullable Node value,
            Node node) {}

    SenMlPack(Frame frame, Extraction out) {
        this.frame = frame;
        this.out = out;
    }

    /** A record in full; null if it is none, which has then failed. */
    @Nullable Entry resolve(Node node) {
        if (!(node instanceof Node.Members record)) {
            out.fail(DecodeFault.WRONG_TYPE, "a record is " + node.what() + ", not an object");
            return null;
        }
        for (String label : record.members.keySet()) {
            if (label.endsWith("_")) {
                out.fail(
                        DecodeFault.UNKNOWN_LAYOUT,
                        "a record has \"" + label + "\", which must be understood and is not");
                return null;
            }
        }
        baseName = text(record, "bn", baseName);
        baseUnit = text(record, "bu", baseUnit);
        baseTime = number(record, "bt", baseTime);
        baseValue = number(record, "bv", baseValue);
        BigDecimal version = number(record, "bver", BigDecimal.TEN);
        String name = baseName + text(record, "n", "");
        String unit = text(record, "u", baseUnit);
        BigDecimal seconds = baseTime.add(number(record, "t", BigDecimal.ZERO));
        if (out.failed()) {
            return null;
        }
        if (version.compareTo(BigDecimal.valueOf(VERSION)) > 0) {
            out.fail(
                    DecodeFault.UNKNOWN_LAYOUT,
                    "the pack is of version " + version + ", and versions to 10 are read");
            return null;
        }
        Node value = value(record);
        if (value != null && name.isEmpty()) {
            out.fail(DecodeFault.UNKNOWN_VALUE, "a record has a value and no name");
            return null;
        }
        boolean relative = seconds.compareTo(RELATIVE) < 0;
        Optional<Instant> time =
                seconds.signum() == 0
                        ? Optional.empty()
                        : TimeParser.after(seconds, relative ? frame.receivedAt() : Instant.EPOCH);
        if (seconds.signum() != 0 && time.isEmpty()) {
            out.fail(
                    DecodeFault.UNKNOWN_VALUE,
                    "the record \"" + name + "\" is at " + seconds + " s, which is no time");
            return null;
        }
        return new Entry(name, unit, time, relative, baseValue, value, node);
    }

    private static @Nullable Node find(Node.Members record, String label) {
        Node found = record.members.get(label);
        return found != null ? found : record.members.get(LABELS.getOrDefault(label, label));
    }

    private static @Nullable Node value(Node.Members record) {
        for (String label : new String[] {"v", "vs", "vb", "vd", "s"}) {
            Node found = find(record, label);
            if (found != null) {
                boolean noPoint = label.equals("vd") || label.equals("s");
                return noPoint ? new Node.Other(found.from, found.to) : found;
            }
        }
        return null;
    }

    private String text(Node.Members record, String label, String otherwise) {
        Node found = find(record, label);
        if (found == null) {
            return otherwise;
        }
        if (found instanceof Node.Text text) {
            return text.text;
        }
        wrongType(label, found, "a text");
        return otherwise;
    }

    private BigDecimal number(Node.Members record, String label, BigDecimal otherwise) {
        Node found = find(record, label);
        if (found == null) {
            return otherwise;
        }
        if (found instanceof Node.Numeric number && number.decimal != null) {
            return number.decimal;
        }
        wrongType(label, found, "a finite number");
        return otherwise;
    }

    private void wrongType(String label, Node found, String wanted) {
        out.fail(
                DecodeFault.WRONG_TYPE,
                "\"" + label + "\" of a record is " + found.what() + ", not " + wanted);
    }

    /** Adds a value to those of its time; false if that failed. */
    boolean put(Entry record, int index, PointValue value) {
        Group group =
                record.time()
                        .map(
                                time ->
                                        byTime.computeIfAbsent(
                                                time, t -> new Group(record.relative())))
                        .orElse(now);
        if (group.values.put(index, value) != null) {
            return out.fail(
                    DecodeFault.REPEATED_MEMBER,
                    "the record \"" + record.name() + "\" stands there twice for one time");
        }
        group.from = group.from < 0 ? record.node().from : group.from;
        group.to = record.node().to;
        return true;
    }

    /** Makes the readings: the newest is the main one; without a time is newer than any. */
    void readings(OwnReading earlier) {
        Group main = now;
        if (now.values.isEmpty() && !byTime.isEmpty()) {
            Map.Entry<Instant, Group> newest = byTime.pollLastEntry();
            main = newest.getValue();
            time(newest.getKey(), main);
        }
        main.values.forEach(out::put);
        int index = 0;
        for (Map.Entry<Instant, Group> entry : byTime.entrySet()) {
            int before = out.open(earlier, index++);
            if (before < 0) {
                return;
            }
            time(entry.getKey(), entry.getValue());
            entry.getValue().values.forEach(out::put);
            out.bytes(entry.getValue().from, entry.getValue().to);
            out.close(before);
        }
    }

    private void time(Instant time, Group group) {
        if (group.relative) {
            out.relativeTime(Optional.of(time));
        } else {
            out.time(Optional.of(time));
        }
    }
}
