// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.part;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.cli.up.Progress;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

class PartProcessTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void endsAllTheSameWhenThePartHasNotStoppedInItsTimeAndSaysSo() {
        Progress progress = new Progress(new PrintStream(said, true, StandardCharsets.UTF_8));

        new PartProcess(progress, Duration.ofSeconds(1)).stopAndWait();

        assertThat(said.toString(StandardCharsets.UTF_8).strip())
                .isEqualTo(
                        "it did not stop within 1 s; ending all the same, the next start recovers"
                                + " as after a kill -9");
    }

    @Test
    void givesACleanStopThirtySeconds() {
        assertThat(PartProcess.STOP_BOUND).isEqualTo(Duration.ofSeconds(30));
    }
}
