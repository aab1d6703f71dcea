// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import org.lamplighter.log.Tick;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The served clocks of all sources that one reader of the log sees in its ticks.
 *
 * <p>A tick proves an input up for the five seconds after it: within them its clock runs, then it
 * stands still until the next tick. So what a clock shows at a time depends on nothing that comes
 * later, and an outage counts for nothing beyond its first five seconds.
 *
 * <p>Not safe to share between threads: it belongs to one lane.
 */
public final class ServedClocks implements ServedTime {
    /** A longer gap in the ticks of an input is its outage. */
    public static final Duration TICK_HOLDS = Duration.ofSeconds(5);

    /**
     * How far back a clock is exact, in its own time; before that, the input is taken as having
     * been up.
     */
    public static final Duration MEMORY = Duration.ofMinutes(20);

    /** The most sources remembered; beyond it the one that ticked longest ago is forgotten. */
    public static final int MAX_SOURCES = 1024;

    private static final int CODEC_VERSION = 1;

    private final Map<String, Clock> clocks = new HashMap<>();

    /** Applies one tick. Call it before the timers that are due by then. */
    public void onTick(Tick tick, Instant logTime) {
        long at = logTime.toEpochMilli();
        for (String input : tick.inputs()) {
            tick("/" + tick.gateway() + "/" + input, at);
        }
        if (!tick.inputs().isEmpty()) {
            tick(ANY_SOURCE, at);
        }
    }

    private void tick(String source, long at) {
        Clock clock = clocks.get(source);
        if (clock != null) {
            clock.tick(at);
            return;
        }
        if (clocks.size() >= MAX_SOURCES) {
            clocks.entrySet().stream()
                    .filter(entry -> !entry.getKey().equals(ANY_SOURCE))
                    .min(
                            Comparator.<Map.Entry<String, Clock>>comparingLong(
                                            entry -> entry.getValue().lastTick)
                                    .thenComparing(Map.Entry::getKey))
                    .map(Map.Entry::getKey)
                    .ifPresent(clocks::remove);
        }
        clocks.put(source, new Clock(at, 0));
    }

    @Override
    public Duration served(String source, Instant at) {
        Clock clock = clocks.get(source);
        return clock == null ? Duration.ZERO : Duration.ofMillis(clock.servedAt(at.toEpochMilli()));
    }

    @Override
    public Instant reached(String source, Duration served) {
        Clock clock = clocks.get(source);
        return clock == null ? Instant.MAX : clock.reached(served.toMillis());
    }

    /** The bytes of these clocks, for a checkpoint; equal clocks give equal bytes. */
    public byte[] encode() {
        Packer packer = new Packer();
        packer.number(CODEC_VERSION);
        packer.number(clocks.size());
        new TreeMap<>(clocks)
                .forEach(
                        (source, clock) -> {
                            packer.text(source);
                            clock.encode(packer);
                        });
        return packer.bytes();
    }

    /**
     * Reads {@link #encode} back.
     *
     * @throws IllegalArgumentException if these are no such bytes, or those of a newer version
     */
    public static ServedClocks decode(byte[] bytes) {
        Unpacker unpacker = new Unpacker(bytes, "served clocks");
        unpacker.requireVersion(CODEC_VERSION);
        ServedClocks clocks = new ServedClocks();
        int count = unpacker.count();
        for (int i = 0; i < count; i++) {
            String source = unpacker.text();
            clocks.clocks.put(source, Clock.decode(unpacker));
        }
        unpacker.requireEnd();
        return clocks;
    }

    /** One source's clock. Times are log time in milliseconds. */
    private static final class Clock {
        private long lastTick;
        private long servedAtLastTick;

        /**
         * Spans of at most {@link #MEMORY} before the last tick in which the clock stood, oldest
         * first.
         */
        private final List<Outage> outages = new ArrayList<>();

        Clock(long lastTick, long servedAtLastTick) {
            this.lastTick = lastTick;
            this.servedAtLastTick = servedAtLastTick;
        }

        void tick(long at) {
            long gap = at - lastTick;
            if (gap <= 0) {
                return;
            }
            long holds = TICK_HOLDS.toMillis();
            if (gap > holds) {
                outages.add(new Outage(lastTick + holds, at, servedAtLastTick + holds));
            }
            servedAtLastTick += Math.min(gap, holds);
            lastTick = at;
            while (!outages.isEmpty()
                    && outages.getFirst().served < servedAtLastTick - MEMORY.toMillis()) {
                outages.removeFirst();
            }
        }

        long servedAt(long at) {
            if (at >= lastTick) {
                return servedAtLastTick + Math.min(at - lastTick, TICK_HOLDS.toMillis());
            }
            long served = servedAtLastTick - (lastTick - at);
            for (Outage outage : outages) {
                served += Math.max(0, outage.to - Math.max(outage.from, at));
            }
            return Math.max(0, served);
        }

        Instant reached(long served) {
            long missing = served - servedAtLastTick;
            if (missing > TICK_HOLDS.toMillis()) {
                return Instant.MAX;
            }
            long at = lastTick;
            for (int i = outages.size() - 1; missing <= 0 && i >= 0; i--) {
                long running = at - outages.get(i).to;
                if (-missing < running) {
                    break;
                }
                missing += running;
                at = outages.get(i).from;
            }
            return Instant.ofEpochMilli(at + missing);
        }

        void encode(Packer packer) {
            packer.signed(lastTick);
            packer.number(servedAtLastTick);
            packer.number(outages.size());
            for (Outage outage : outages) {
                packer.number(lastTick - outage.from);
                packer.number(lastTick - outage.to);
                packer.number(servedAtLastTick - outage.served);
            }
        }

        static Clock decode(Unpacker unpacker) {
            Clock clock = new Clock(unpacker.signed(), unpacker.number());
            int count = unpacker.count();
            for (int i = 0; i < count; i++) {
                clock.outages.add(
                        new Outage(
                                clock.lastTick - unpacker.number(),
                                clock.lastTick - unpacker.number(),
                                clock.servedAtLastTick - unpacker.number()));
            }
            return clock;
        }
    }

    /** From when to when it stood, in log time, and at what. */
    private record Outage(long from, long to, long served) {}
}
