// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.lamplighter.registry.Location;

import java.time.Duration;
import java.time.OffsetDateTime;

/**
 * Sunrise and sunset of the almanac: Suzhou (120.6 E, 31.3 N) on 2026-01-01 06:56 and 17:06, on
 * 2026-06-21 04:53 and 19:06, both UTC+8.
 */
class DaylightTest {
    private static final long HALF_AN_HOUR = Duration.ofMinutes(30).toMillis();
    private static final long TWO_MINUTES = Duration.ofMinutes(2).toMillis();
    private static final Location.At SUZHOU = new Location.At(120.6, 31.3);

    private final Daylight daylight = new Daylight(SUZHOU, HALF_AN_HOUR, HALF_AN_HOUR);

    @Test
    void beginsHalfAnHourAfterSunriseAndEndsHalfAnHourBeforeSunset() {
        long begin = millis("2026-01-01T07:26:00+08:00");
        long end = millis("2026-01-01T16:36:00+08:00");

        assertThat(daylight.endOf(begin - TWO_MINUTES)).isEqualTo(Daylight.NONE);
        assertThat(daylight.endOf(begin + TWO_MINUTES)).isCloseTo(end, within(TWO_MINUTES));
        assertThat(daylight.endOf(end - TWO_MINUTES)).isCloseTo(end, within(TWO_MINUTES));
        assertThat(daylight.endOf(end + TWO_MINUTES)).isEqualTo(Daylight.NONE);
        assertThat(daylight.endOf(millis("2026-01-01T17:00:00+08:00"))).isEqualTo(Daylight.NONE);
        assertThat(daylight.endOf(millis("2026-01-01T23:00:00+08:00"))).isEqualTo(Daylight.NONE);
    }

    @Test
    void isLongInSummer() {
        assertThat(daylight.endOf(millis("2026-06-21T05:26:00+08:00")))
                .isCloseTo(millis("2026-06-21T18:36:00+08:00"), within(TWO_MINUTES));
    }

    @Test
    void doesNotDependOnTheOrderInWhichItIsAsked() {
        long noon = millis("2026-03-01T12:00:00+08:00");
        long night = millis("2026-03-01T02:00:00+08:00");
        for (int hour = 0; hour < 200; hour++) {
            long at = noon + hour * 3_600_000L;
            long asked = new Daylight(SUZHOU, HALF_AN_HOUR, HALF_AN_HOUR).endOf(at);
            daylight.endOf(hour % 2 == 0 ? noon : night);

            assertThat(daylight.endOf(at)).as("hour " + hour).isEqualTo(asked);
        }
    }

    @Test
    void neverEndsInAPolarSummerAndNeverBeginsInAPolarWinter() {
        Daylight longyearbyen = new Daylight(new Location.At(15.6, 78.2), 0, 0);

        assertThat(longyearbyen.endOf(millis("2026-06-21T00:00:00Z")))
                .isEqualTo(Daylight.NEVER_ENDS);
        assertThat(longyearbyen.endOf(millis("2026-12-21T12:00:00Z"))).isEqualTo(Daylight.NONE);
    }

    @Test
    void isNoneWhereTheMarginsLeaveNothingOfIt() {
        long hours = Duration.ofHours(6).toMillis();
        Daylight none = new Daylight(SUZHOU, hours, hours);

        for (int hour = 0; hour < 24; hour++) {
            assertThat(none.endOf(millis("2026-01-01T00:00:00Z") + hour * 3_600_000L))
                    .isEqualTo(Daylight.NONE);
        }
    }

    private static long millis(String time) {
        return OffsetDateTime.parse(time).toInstant().toEpochMilli();
    }
}
