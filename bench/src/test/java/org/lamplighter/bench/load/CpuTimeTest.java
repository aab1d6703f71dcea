// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;

class CpuTimeTest {
    @Test
    void addsUserAndSystemTimeWhateverTheNameHolds() {
        String stat = "4242 (a) b (c) S 1 4242 4242 0 -1 4194304 100 0 0 0 250 50 7 8 20 0 30 0 99";

        assertThat(CpuTime.parse(stat)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void looksAtThisProcess() throws IOException {
        assertThat(CpuTime.of(ProcessHandle.current().pid())).isPositive();
    }
}
