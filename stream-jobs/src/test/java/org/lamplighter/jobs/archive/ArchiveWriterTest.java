// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

final class ArchiveWriterTest {
    @Test
    void pausesTwiceAsLongAfterEachTryButNeverLongerThanFiveSeconds() throws Exception {
        List<Long> pauses = new ArrayList<>();
        BatchWriter.Pause eight =
                millis -> {
                    pauses.add(millis);
                    if (pauses.size() == 8) {
                        throw new InterruptedException("seen enough");
                    }
                };
        Database away = new Database("jdbc:postgresql://127.0.0.1:" + closedPort() + "/x", "x", "");
        try (ArchiveWriter writer =
                new ArchiveWriter(
                        new ArchiveStore(away),
                        new HandTimers(),
                        eight,
                        new SimpleCounter(),
                        new SimpleCounter())) {
            writer.write(ArchiveWriterIT.reading(1), ArchiveWriterIT.NO_CONTEXT);

            assertThatThrownBy(() -> writer.flush(false)).hasMessage("seen enough");
        }

        assertThat(pauses).containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
