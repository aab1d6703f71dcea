// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DurabilityCheckTest {
    @Test
    void isContentWithAFlushForEachAppend() {
        assertThat(DurabilityCheck.judge("frames", 1, 1)).isEmpty();
    }

    @Test
    void isContentWithTwoReplicasInSync() {
        assertThat(DurabilityCheck.judge("frames", 2, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void warnsOfALogThatAPowerCutCanShorten() {
        assertThat(DurabilityCheck.judge("frames", 1, 10_000))
                .hasValue(
                        "a power cut can lose acknowledged frames: topic frames has"
                                + " min.insync.replicas=1 and flush.messages=10000; set"
                                + " min.insync.replicas to 2 or more with as many replicas, or"
                                + " flush.messages to 1");
    }
}
