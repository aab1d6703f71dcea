// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

class RetryScheduleTest {
    private final RetrySchedule schedule = RetrySchedule.DEFAULT;

    @Test
    void triesTenTimesOverAboutSeventyFiveHours() {
        Duration all = Duration.ZERO;
        for (int tries = 1; tries < schedule.tries(); tries++) {
            all = all.plus(schedule.waitAfter(tries, 0.5, Duration.ZERO).orElseThrow());
        }

        assertThat(schedule.tries()).isEqualTo(10);
        assertThat(all).isBetween(Duration.ofHours(75), Duration.ofHours(76));
        assertThat(schedule.waitAfter(10, 0.5, Duration.ZERO)).isEmpty();
    }

    @Test
    void stretchesOrShrinksAWaitByATenthAtMost() {
        assertThat(schedule.waitAfter(2, 0, Duration.ZERO))
                .isEqualTo(Optional.of(Duration.ofSeconds(270)));
        assertThat(schedule.waitAfter(2, 1, Duration.ZERO))
                .isEqualTo(Optional.of(Duration.ofSeconds(330)));
    }

    @Test
    void neverWaitsLessThanTheTargetAsksForUpToADay() {
        assertThat(schedule.waitAfter(1, 0.5, Duration.ofMinutes(2)))
                .isEqualTo(Optional.of(Duration.ofMinutes(2)));
        assertThat(schedule.waitAfter(2, 0.5, Duration.ofMinutes(2)))
                .isEqualTo(Optional.of(Duration.ofMinutes(5)));
        assertThat(schedule.waitAfter(1, 0.5, Duration.ofHours(24)))
                .isEqualTo(Optional.of(Duration.ofHours(24)));
        assertThat(schedule.waitAfter(1, 0.5, Duration.ofHours(24).plusMillis(1)))
                .isEqualTo(Optional.of(Duration.ofHours(24)));
    }
}
