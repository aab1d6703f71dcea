// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.lamplighter.log.Header;
import org.lamplighter.log.LogPosition;
import org.lamplighter.log.LoggedReading;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.reading.Reading;
import org.lamplighter.reading.TimeSource;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

final class EmissionOrderTest {
    private static final Instant TIME = Instant.parse("2026-11-21T06:00:00Z");

    @Test
    void aReadingThatCameOutWithItsFrameNeedsNoHeader() {
        LoggedReading reading = reading(10, 1);

        assertThat(new EmissionOrder(10, 1).headersFor(reading, reading.reading().device()))
                .isEmpty();
        assertThat(EmissionOrder.of(reading, List.of())).isEqualTo(new EmissionOrder(10, 1));
    }

    @Test
    void aChildsReadingNamesTheDeviceWhoseFrameToldIt() {
        LoggedReading reading = reading(10, 1);
        DeviceId cabinet = new DeviceId("cabinet");

        List<Header> inOrder = new EmissionOrder(10, 1).headersFor(reading, cabinet);
        List<Header> released = new EmissionOrder(50, 3).headersFor(reading, cabinet);

        assertThat(inOrder).containsExactly(new Header("sender", "cabinet"));
        assertThat(released)
                .containsExactly(
                        new Header("released-by", "50/3"), new Header("sender", "cabinet"));
        assertThat(EmissionOrder.senderOf(reading, released)).isEqualTo("cabinet");
        assertThat(EmissionOrder.of(reading, released)).isEqualTo(new EmissionOrder(50, 3));
        assertThat(EmissionOrder.senderOf(reading, List.of()))
                .isEqualTo(reading.reading().device().value());
    }

    @Test
    void aReleasedReadingCarriesItsPlaceInTheLanesOutput() {
        LoggedReading reading = reading(10, 0);
        EmissionOrder order = new EmissionOrder(50, 3);

        assertThat(order.headersFor(reading, reading.reading().device()))
                .containsExactly(new Header("released-by", "50/3"));
        assertThat(EmissionOrder.of(reading, order.headersFor(reading, reading.reading().device())))
                .isEqualTo(order);
    }

    @Test
    void ordersByOffsetThenOrdinal() {
        assertThat(new EmissionOrder(9, 7)).isLessThan(new EmissionOrder(10, 0));
        assertThat(new EmissionOrder(10, 0)).isLessThan(new EmissionOrder(10, 1));
    }

    @Test
    void refusesAHeaderThatNobodyWrites() {
        assertThatThrownBy(
                        () ->
                                EmissionOrder.of(
                                        reading(1, 0), List.of(new Header("released-by", "50"))))
                .hasMessage("header released-by is not <offset>/<ordinal>: \"50\"");
    }

    private static LoggedReading reading(long offset, int ordinal) {
        TreeMap<PointName, PointValue> points = new TreeMap<>();
        points.put(new PointName("tilt"), new PointValue.Quantity(1));
        Reading reading =
                new Reading(
                        new DeviceId("C-1"),
                        "p",
                        1,
                        TIME,
                        TIME,
                        TimeSource.DEVICE,
                        0,
                        Set.of(),
                        points);
        return new LoggedReading(reading, new LogPosition(0, offset, TIME), ordinal, false);
    }
}
