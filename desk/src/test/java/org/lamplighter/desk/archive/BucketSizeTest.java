// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class BucketSizeTest {
    @Test
    void isOneSecondTo366DaysLong() {
        assertThat(BucketSize.parse("1s")).contains(new BucketSize(1));
        assertThat(BucketSize.parse("366d")).contains(new BucketSize(366 * 86_400L));
        assertThat(BucketSize.parse("8784h")).contains(new BucketSize(366 * 86_400L));
        for (String wrong :
                new String[] {"0s", "367d", "31622401s", "5", "m", "1w", "-1m", " 1m"}) {
            assertThat(BucketSize.parse(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void isWrittenInTheLargestUnitThatFits() {
        assertThat(BucketSize.parse("3600s").map(BucketSize::text)).contains("1h");
        assertThat(BucketSize.parse("90s").map(BucketSize::text)).contains("90s");
        assertThat(BucketSize.parse("90m").map(BucketSize::text)).contains("90m");
        assertThat(BucketSize.parse("48h").map(BucketSize::text)).contains("2d");
    }

    @Test
    void liesOnMultiplesSince1970() {
        BucketSize seven = new BucketSize(420);
        Instant time = Instant.parse("1970-01-01T00:08:00.5Z");
        assertThat(seven.floor(time)).isEqualTo(Instant.parse("1970-01-01T00:07:00Z"));
        assertThat(seven.ceiling(time)).isEqualTo(Instant.parse("1970-01-01T00:14:00Z"));
        assertThat(seven.ceiling(Instant.EPOCH)).isEqualTo(Instant.EPOCH);
        assertThat(seven.ceiling(Instant.parse("1970-01-01T00:07:00.000000001Z")))
                .isEqualTo(Instant.parse("1970-01-01T00:14:00Z"));
    }
}
