// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** The processor time that processes of this machine have used, from {@code /proc}. */
public final class CpuTime {
    /** Linux reports in hundredths of a second whatever the kernel's own tick is (USER_HZ). */
    private static final long TICKS_PER_SECOND = 100;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final int ENDED_USER = 13;
    private static final int ENDED_SYSTEM = 14;

    private CpuTime() {}

    /**
     * What a process has used so far, all threads together.
     *
     * @throws IOException if there is no such process
     */
    public static Duration of(long pid) throws IOException {
        return parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
    }

    /** What a process has used so far, unless there is no such process. */
    public static Optional<Duration> find(long pid) {
        try {
            return Optional.of(of(pid));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** The same with what its ended children used, unless there is no such process. */
    public static Optional<Duration> findWithEnded(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return Optional.of(sum(stat, USER_TIME, SYSTEM_TIME, ENDED_USER, ENDED_SYSTEM));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Parses a line of {@code /proc/<pid>/stat}; the name in brackets may hold anything. */
    public static Duration parse(String stat) {
        return sum(stat, USER_TIME, SYSTEM_TIME);
    }

    private static Duration sum(String stat, int... fields) {
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Arrays.stream(fields).mapToLong(it -> Long.parseLong(afterName[it])).sum();
        return Duration.ofMillis(ticks * 1_000 / TICKS_PER_SECOND);
    }
}
