// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what becomes true somewhere else. */
final class Eventually {
    private static final Duration BOUND = Duration.ofSeconds(90);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private Eventually() {}

    /** Between two looks at something. */
    static void pause() {
        LockSupport.parkNanos(PAUSE.toNanos());
    }

    /** Asks until the answer is as expected; fails with the last answer when the bound passes. */
    static <T> void equal(T expected, Callable<T> question) throws Exception {
        long deadline = System.nanoTime() + BOUND.toNanos();
        T answer = question.call();
        while (!expected.equals(answer) && System.nanoTime() < deadline) {
            pause();
            answer = question.call();
        }
        assertThat(answer).as("within %s", BOUND).isEqualTo(expected);
    }
}
