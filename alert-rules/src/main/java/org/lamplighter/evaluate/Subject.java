// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import org.jspecify.annotations.Nullable;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.registry.Device;
import org.lamplighter.rule.RuleBook;

import java.time.Duration;
import java.util.Objects;

/**
 * Who is evaluated: a device and what its profile says about it as far as rules care. Keep one
 * object per device while nothing about it changes: the rules and parameters that apply to it are
 * worked out once per object and rule book.
 *
 * <p>Immutable; safe to share between threads.
 */
public final class Subject {
    private final Device device;
    private final String kind;
    private final Duration expectedInterval;

    /** The last plan that was worked out; any thread's will do. */
    private volatile @Nullable Plan plan;

    /**
     * A subject.
     *
     * @param device the registered device
     * @param kind the device kind of its profile, such as {@code manhole-cover}
     * @param expectedInterval how often its profile expects a report; positive
     */
    public Subject(Device device, String kind, Duration expectedInterval) {
        if (!expectedInterval.isPositive()) {
            throw new IllegalArgumentException(
                    "the expected interval of "
                            + device.id()
                            + " must be positive, not "
                            + expectedInterval);
        }
        this.device = device;
        this.kind = kind;
        this.expectedInterval = expectedInterval;
    }

    public Device device() {
        return device;
    }

    public DeviceId id() {
        return device.id();
    }

    public String kind() {
        return kind;
    }

    public Duration expectedInterval() {
        return expectedInterval;
    }

    /** The rules of {@code book} for this device. */
    Plan plan(RuleBook book) {
        Plan known = plan;
        if (known == null || !known.isOf(book)) {
            known = Plan.of(book, this);
            plan = known;
        }
        return known;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Subject that
                && device.equals(that.device)
                && kind.equals(that.kind)
                && expectedInterval.equals(that.expectedInterval);
    }

    @Override
    public int hashCode() {
        return Objects.hash(device, kind, expectedInterval);
    }

    @Override
    public String toString() {
        return "Subject[" + device.id() + ", " + kind + ", " + expectedInterval + "]";
    }
}
