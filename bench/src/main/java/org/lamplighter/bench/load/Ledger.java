// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.load;

import org.jspecify.annotations.Nullable;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a line of JSON for each send and each acknowledgement. Thread-safe; never blocks those who
 * tell it: a line that finds no room is counted, and a ledger with missing lines proves nothing.
 */
public final class Ledger implements AutoCloseable {
    /** The most lines that wait to be written. */
    private static final int MAX_WAITING = 1 << 20;

    private final BlockingQueue<Entry> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
    private final AtomicLong missing = new AtomicLong();
    private final BufferedWriter file;
    private final Thread writer;
    private volatile boolean closing;
    private volatile @Nullable IOException broken;

    /** What happened to a frame. */
    public enum Event {
        /** It is about to be written for the first time. */
        SEND,
        /** It is about to be written again, on a new connection. */
        RESEND,
        /** It was acknowledged. */
        ACK
    }

    /**
     * A line of the ledger.
     *
     * @param at when it happened, in milliseconds since 1970
     * @param event what happened
     * @param device whose frame it is
     * @param sequence the device's number of the frame, from 0
     * @param time the frame's event time, in milliseconds since 1970; grows with each frame of a
     *     device, so that (device, time) names a frame
     */
    public record Entry(long at, Event event, String device, long sequence, long time) {
        private static final Pattern LINE =
                Pattern.compile(
                        "\\{\"at\":(\\d+),\"event\":\"(send|resend|ack)\",\"device\":\"([^\"]+)\","
                                + "\"seq\":(\\d+),\"time\":(\\d+)}");

        /** A line of JSON; device ids need no escapes. */
        public String toJson() {
            return "{\"at\":"
                    + at
                    + ",\"event\":\""
                    + event.name().toLowerCase(Locale.ROOT)
                    + "\",\"device\":\""
                    + device
                    + "\",\"seq\":"
                    + sequence
                    + ",\"time\":"
                    + time
                    + "}";
        }

        /**
         * Reads a line that {@link #toJson} wrote.
         *
         * @throws IllegalArgumentException if it is none
         */
        public static Entry parse(String line) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("not a line of a ledger: " + line);
            }
            return new Entry(
                    Long.parseLong(matcher.group(1)),
                    Event.valueOf(matcher.group(2).toUpperCase(Locale.ROOT)),
                    matcher.group(3),
                    Long.parseLong(matcher.group(4)),
                    Long.parseLong(matcher.group(5)));
        }
    }

    private Ledger(BufferedWriter file) {
        this.file = file;
        this.writer = Thread.ofPlatform().name("ledger").unstarted(this::write);
    }

    /** Begins a new ledger; a file that is there is replaced. */
    public static Ledger open(Path path) throws IOException {
        Ledger ledger = new Ledger(Files.newBufferedWriter(path));
        ledger.writer.start();
        return ledger;
    }

    /** Reads a whole ledger, which must have been closed. */
    public static List<Entry> read(Path path) throws IOException {
        try (var lines = Files.lines(path)) {
            return lines.map(Entry::parse).toList();
        }
    }

    /** Told before the bytes of a send leave, and after those of an acknowledgement came. */
    void add(Entry entry) {
        if (!waiting.offer(entry)) {
            missing.incrementAndGet();
        }
    }

    private void write() {
        try {
            while (!closing || !waiting.isEmpty()) {
                Entry entry = waiting.poll(200, TimeUnit.MILLISECONDS);
                if (entry == null) {
                    file.flush();
                } else {
                    file.write(entry.toJson());
                    file.newLine();
                }
            }
            file.flush();
        } catch (IOException e) {
            broken = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Writes what waits.
     *
     * @throws IOException if a line is missing
     */
    @Override
    public void close() throws IOException {
        closing = true;
        try (file) {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        IOException cause = broken;
        if (cause != null || missing.get() > 0) {
            throw new IOException(
                    "the ledger misses " + missing.get() + " lines; lower the rate", cause);
        }
    }
}
