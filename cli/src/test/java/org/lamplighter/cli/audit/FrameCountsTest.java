// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.lamplighter.cli.up.StartupException;

import java.util.Set;

final class FrameCountsTest {
    @Test
    void countsFramesBeforeAndAfterAnAccount() {
        FrameCounts counts = new FrameCounts();
        counts.add(3, 10, 12);
        counts.add(3, 12, 12);
        counts.add(3, 15, 12);
        counts.add(4, 16, 0);

        assertThat(counts.total(3)).isEqualTo(3);
        assertThat(counts.before(3, 12)).isEqualTo(1);
        assertThat(counts.before(3, 15)).isEqualTo(2);
        assertThat(counts.total(3)).isEqualTo(3);
        assertThat(counts.outside(Set.of(3))).isEqualTo(1);
        assertThat(counts.total(5)).isZero();
        assertThat(counts.before(5, 99)).isZero();
    }

    @Test
    void holdsItsNumberOfFramesWithoutAnAccountAndSaysThatThereAreMore() {
        FrameCounts three = new FrameCounts(3);
        three.add(1, 7, 8);
        for (int offset = 10; offset < 13; offset++) {
            three.add(1, offset, 8);
        }
        assertThatThrownBy(() -> three.add(2, 13, 0))
                .isInstanceOf(StartupException.class)
                .hasMessage(
                        "the log holds more than 3 frames that the detection job has not accounted"
                                + " for; wait until it has caught up, and audit again");

        assertThat(three.before(1, 11)).isEqualTo(2);
        three.add(2, 13, 0);
        assertThat(three.total(2)).isEqualTo(1);
        assertThat(new FrameCounts().most()).isEqualTo(1_000_000);
    }
}
