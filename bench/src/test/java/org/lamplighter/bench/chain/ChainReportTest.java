// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.chain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;

class ChainReportTest {
    @Test
    void tellsTheMiddleRoundAndLeavesTheGeneratorOutOfTheSum() {
        ChainReport report = new ChainReport(6_000);
        for (int round = 1; round <= 3; round++) {
            report.add(
                    ChainReport.FIXED,
                    "lamplighter up",
                    new Measured(
                            6_000,
                            5_900,
                            0.2,
                            10 * round,
                            Map.of("gateway", 3.0 * round, "jobs", 4.0, "generator", 5.0)));
        }

        assertThat(report.toMarkdown())
                .isEqualTo(
                        """
                        At 6,000 frames/s:

                        | server | answered/s | to the end/s | backlog s | PUBACK p99 ms | CPU µs/frame | generator µs/frame |
                        |---|---|---|---|---|---|---|
                        | lamplighter up | 6,000 | 5,900 | 0.2 | 20.0 | 10.0 | 5.0 |

                        | part | CPU µs/frame |
                        |---|---|
                        | gateway | 6.0 |
                        | jobs | 4.0 |

                        """);
    }
}
