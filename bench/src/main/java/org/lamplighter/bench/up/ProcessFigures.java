// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.up;

import org.lamplighter.bench.load.CpuTime;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Processor time and memory of a {@code lamplighter up} and of its PostgreSQL, from {@code /proc}.
 * Threads are told apart by the first 15 characters of their names, which is what the kernel keeps.
 */
public final class ProcessFigures {
    /** Thread names to parts; the first that fits. */
    private static final Map<String, String> PARTS =
            Map.ofEntries(
                    Map.entry("multiThreadIoEv", "gateway"),
                    Map.entry("frame-appender", "gateway"),
                    Map.entry("registry-feed", "gateway"),
                    Map.entry("ticker", "gateway"),
                    Map.entry("kafka-producer-", "Kafka producers of all parts"),
                    Map.entry("data-plane", "Kafka broker"),
                    Map.entry("kafka-", "Kafka broker"),
                    Map.entry("broker-", "Kafka broker"),
                    Map.entry("controller-", "Kafka broker"),
                    Map.entry("quorum-", "Kafka broker"),
                    Map.entry("group-coord", "Kafka broker"),
                    Map.entry("share-", "Kafka broker"),
                    Map.entry("transaction-log", "Kafka broker"),
                    Map.entry("ExpirationReap", "Kafka broker"),
                    Map.entry("raft-", "Kafka broker"),
                    Map.entry("executor-", "Kafka broker"),
                    Map.entry("Source", "jobs"),
                    Map.entry("decode, dedupli", "jobs"),
                    Map.entry("correlate", "jobs"),
                    Map.entry("OutputFlusher", "jobs"),
                    Map.entry("flink", "jobs"),
                    Map.entry("Flink", "jobs"),
                    Map.entry("jobmanager", "jobs"),
                    Map.entry("taskmanager", "jobs"),
                    Map.entry("mini-cluster", "jobs"),
                    Map.entry("Checkpoint", "jobs"),
                    Map.entry("AsyncOperations", "jobs"),
                    Map.entry("Time Trigger", "jobs"),
                    Map.entry("System Time", "jobs"),
                    Map.entry("jobs-", "jobs"),
                    Map.entry("readings", "jobs"),
                    Map.entry("desk", "desk"),
                    Map.entry("db-scheduler", "desk"),
                    Map.entry("HTTP-Dispatcher", "desk"),
                    Map.entry("C1 Compiler", "JVM: compiler"),
                    Map.entry("C2 Compiler", "JVM: compiler"),
                    Map.entry("VM Thread", "JVM: garbage collection and others"),
                    Map.entry("GC ", "JVM: garbage collection and others"));

    private static final String OTHER = "threads that ended, and others";

    private final long pid;
    private final Path data;

    /**
     * @param pid of the process
     * @param data its data directory
     */
    public ProcessFigures(long pid, Path data) {
        this.pid = pid;
        this.data = data;
    }

    /** The processor time used so far, by part. */
    public Map<String, Duration> cpu() throws IOException {
        Map<String, Duration> parts = new TreeMap<>();
        Duration threads = Duration.ZERO;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(proc(pid, "task"))) {
            for (Path task : tasks) {
                try {
                    Duration used = CpuTime.parse(Files.readString(task.resolve("stat")));
                    String part = partOf(Files.readString(task.resolve("comm")).strip());
                    parts.merge(part, used, Duration::plus);
                    threads = threads.plus(used);
                } catch (IOException endedMeanwhile) {
                    // its file is gone, or says ESRCH: counted below, with the threads that ended
                }
            }
        }
        parts.merge(OTHER, CpuTime.of(pid).minus(threads), Duration::plus);
        Duration database = Duration.ZERO;
        for (long each : databaseProcesses()) {
            database = database.plus(CpuTime.findWithEnded(each).orElse(Duration.ZERO));
        }
        parts.put("PostgreSQL", database);
        return parts;
    }

    static String partOf(String thread) {
        return PARTS.entrySet().stream()
                .filter(each -> thread.startsWith(each.getKey()))
                .max((a, b) -> a.getKey().length() - b.getKey().length())
                .map(Map.Entry::getValue)
                .orElse(OTHER);
    }

    /** The most memory that the process held, in MiB. */
    public long peakMebibytes() throws IOException {
        return kibibytes(proc(pid, "status"), "VmHWM:") >> 10;
    }

    /** What its PostgreSQL holds, shared pages divided among its processes, in MiB. */
    public long databaseMebibytes() throws IOException {
        long sum = 0;
        for (long child : databaseProcesses()) {
            Path rollup = proc(child, "smaps_rollup");
            sum += Files.isReadable(rollup) ? kibibytes(rollup, "Pss:") : 0;
        }
        return sum >> 10;
    }

    /** The server that works on the data directory, and its children. */
    private long[] databaseProcesses() throws IOException {
        Path file = data.resolve("postgres").resolve("data").resolve("postmaster.pid");
        long server = Long.parseLong(Files.readAllLines(file).getFirst().strip());
        return ProcessHandle.of(server).stream()
                .flatMap(it -> Stream.concat(Stream.of(it), it.descendants()))
                .mapToLong(ProcessHandle::pid)
                .toArray();
    }

    private static long kibibytes(Path file, String name) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        }
    }

    private static Path proc(long pid, String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}
