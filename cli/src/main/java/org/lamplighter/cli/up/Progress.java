// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.up;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Tells a person what is being started and how long each took.
 *
 * <p>Thread-safe: parts start side by side.
 */
public final class Progress {
    private final PrintStream out;
    private final long begin = System.nanoTime();

    public Progress(PrintStream out) {
        this.out = out;
    }

    /** Runs a step and prints its name and time. */
    public <T> T step(String name, Callable<T> step) throws Exception {
        long start = System.nanoTime();
        T result = step.call();
        say(String.format(Locale.ROOT, "  %-12s %5.1f s", name, seconds(start)));
        return result;
    }

    public void say(String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }

    public void table(Map<String, String> rows) {
        int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
        rows.forEach(
                (name, value) ->
                        say(String.format(Locale.ROOT, "  %-" + width + "s  %s", name, value)));
    }

    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
