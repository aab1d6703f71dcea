// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import org.lamplighter.alarm.RuleId;

import java.util.Arrays;
import java.util.List;

/**
 * All that the evaluator keeps about a device. Opaque to its shells, which store it as bytes by
 * {@link DeviceStateCodec}.
 *
 * <p>Immutable; safe to share between threads.
 */
public final class DeviceState {
    /** Of a device that nothing is known about. */
    public static final DeviceState EMPTY =
            new DeviceState(
                    Long.MIN_VALUE,
                    Long.MIN_VALUE,
                    Long.MIN_VALUE,
                    Fold.EMPTY,
                    Fold.EMPTY,
                    new Sample[0],
                    List.of(),
                    new Spent(Long.MIN_VALUE, List.of()));

    private final long logTime;
    private final long closed;
    private final long floor;
    private final Fold base;
    private final Fold tip;
    private final Sample[] recent;
    private final List<Announced> announced;
    private final Spent spent;

    /**
     * The alarms that were first announced in the last millisecond in which any was, so that no id
     * is given twice.
     *
     * @param at that millisecond, in log time
     * @param rules the rule of each
     */
    record Spent(long at, List<RuleId> rules) {
        Spent {
            rules = List.copyOf(rules);
        }
    }

    /**
     * Takes the array over.
     *
     * @param logTime the greatest log time seen, in milliseconds
     * @param closed samples with an event time at or before it can no longer be put in their place
     * @param floor when the rules of the device last changed
     * @param base what all samples before those in {@code recent} have made
     * @param tip what all samples have made
     * @param recent the samples that others may still come before, in order
     * @param announced the alarms that late data may still change, by rule id and time
     * @param spent see there
     */
    DeviceState(
            long logTime,
            long closed,
            long floor,
            Fold base,
            Fold tip,
            Sample[] recent,
            List<Announced> announced,
            Spent spent) {
        this.logTime = logTime;
        this.closed = closed;
        this.floor = floor;
        this.base = base;
        this.tip = tip;
        this.recent = recent;
        this.announced = List.copyOf(announced);
        this.spent = spent;
    }

    /** Whether nothing is kept, so that nothing need be stored. */
    public boolean isEmpty() {
        return logTime == Long.MIN_VALUE;
    }

    /** How many samples are kept that others may still come before; its weight in memory. */
    public int samples() {
        return recent.length;
    }

    long logTime() {
        return logTime;
    }

    long closed() {
        return closed;
    }

    long floor() {
        return floor;
    }

    Fold base() {
        return base;
    }

    Fold tip() {
        return tip;
    }

    /** Not to be written to. */
    Sample[] recent() {
        return recent;
    }

    List<Announced> announced() {
        return announced;
    }

    Spent spent() {
        return spent;
    }

    /** Equal if everything kept is equal. */
    @Override
    public boolean equals(Object other) {
        return other instanceof DeviceState that
                && Arrays.equals(DeviceStateCodec.encode(this), DeviceStateCodec.encode(that));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(DeviceStateCodec.encode(this));
    }

    /** How much is kept, without any value. */
    @Override
    public String toString() {
        return "DeviceState[" + recent.length + " recent, " + announced.size() + " announced]";
    }
}
