// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.lamplighter.jobs.cluster.JobRunner;
import org.lamplighter.jobs.cluster.StateBackend;

import java.time.Duration;

final class JobsConfigTest {
    @Test
    void takesAParallelismOf1To128() {
        assertThat(execution(1).parallelism()).isEqualTo(1);
        assertThat(execution(128).parallelism()).isEqualTo(128);
        assertThatThrownBy(() -> execution(0))
                .hasMessage("jobs.parallelism must be 1 to 128, not 0");
        assertThatThrownBy(() -> execution(129))
                .hasMessage("jobs.parallelism must be 1 to 128, not 129");
    }

    private static JobRunner.Execution execution(int parallelism) {
        return new JobRunner.Execution(parallelism, StateBackend.HEAP, Duration.ofSeconds(2));
    }
}
