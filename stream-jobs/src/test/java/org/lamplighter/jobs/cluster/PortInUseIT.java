// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

final class PortInUseIT {
    @Test
    void isSaidInOneSentence(@TempDir Path directory) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> LocalCluster.start("127.0.0.1", port, directory, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "Flink did not start with its page at 127.0.0.1:"
                                    + port
                                    + " (Could not start rest endpoint on any port in port range "
                                    + port
                                    + "); if another program listens there, stop it or choose"
                                    + " another port");
        }
    }
}
