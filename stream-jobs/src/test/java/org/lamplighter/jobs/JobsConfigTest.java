// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class JobsConfigTest {
    @Test
    void takesAParallelismOf1To128() {
        assertThat(JobsConfig.defaults().withParallelism(1).parallelism()).isEqualTo(1);
        assertThat(JobsConfig.defaults().withParallelism(128).parallelism()).isEqualTo(128);
        assertThatThrownBy(() -> JobsConfig.defaults().withParallelism(0))
                .hasMessage("jobs.parallelism must be 1 to 128, not 0");
        assertThatThrownBy(() -> JobsConfig.defaults().withParallelism(129))
                .hasMessage("jobs.parallelism must be 1 to 128, not 129");
    }
}
