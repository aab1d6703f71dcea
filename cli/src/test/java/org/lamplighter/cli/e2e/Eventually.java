// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what becomes true somewhere else. */
final class Eventually {
    private static final Duration BOUND = Duration.ofSeconds(90);

    private Eventually() {}

    /** Asks until the answer is as expected; fails with the last answer when the bound passes. */
    static <T> void equal(T expected, Callable<T> question) throws Exception {
        long deadline = System.nanoTime() + BOUND.toNanos();
        T answer = question.call();
        while (!expected.equals(answer) && System.nanoTime() < deadline) {
            answer = question.call();
        }
        assertThat(answer).as("within %s", BOUND).isEqualTo(expected);
    }
}
