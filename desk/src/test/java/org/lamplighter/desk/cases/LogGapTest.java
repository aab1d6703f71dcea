// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LogGapTest {
    private static final TopicPartition PARTITION = new TopicPartition("troubles", 3);

    @Test
    void isNoneFromTheFirstRecordThatIsThereToTheEnd() {
        assertThat(LogGap.find(PARTITION, 10, 10, 20)).isEmpty();
        assertThat(LogGap.find(PARTITION, 20, 10, 20)).isEmpty();
    }

    @Test
    void isOneRecordBeforeTheFirstAndOneOffsetPastTheEnd() {
        assertThat(LogGap.find(PARTITION, 9, 10, 20))
                .contains(new LogGap.Deleted(PARTITION, 9, 10));
        assertThat(LogGap.find(PARTITION, 21, 10, 20))
                .contains(new LogGap.CutShort(PARTITION, 21, 10, 20));
    }

    @Test
    void isNoneForADeskThatNeverReadAndBeginsWithWhatThereIs() {
        assertThat(LogGap.find(PARTITION, 0, 10, 20)).isEmpty();
        assertThat(LogGap.find(PARTITION, 0, 0, 0)).isEmpty();
    }
}
