// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import java.util.function.LongSupplier;

/**
 * Which messages have their frame in the log: the memory for those that come again, of 16 bytes for
 * each, twice as much room, and no object. Thread-safe.
 *
 * <p>Two halves take turns. A message is remembered for {@link CoapLimits#EXCHANGE_LIFETIME}, or
 * until so many came after it as a half holds, whichever is less; at most twice that.
 */
final class KeptFrames {
    private static final long LIFETIME = CoapLimits.EXCHANGE_LIFETIME.toNanos();

    private final int perHalf;
    private final LongSupplier nanoClock;
    private Half young;
    private Half old;
    private long youngSince;

    KeptFrames(int perHalf, LongSupplier nanoClock) {
        this.perHalf = perHalf;
        this.nanoClock = nanoClock;
        this.young = new Half();
        this.old = new Half();
        this.youngSince = nanoClock.getAsLong();
    }

    synchronized void add(Fingerprint message) {
        turn();
        if (young.contains(message)) {
            return;
        }
        if (young.size == perHalf) {
            old = young;
            young = new Half();
            youngSince = nanoClock.getAsLong();
        }
        young.add(message);
    }

    synchronized boolean contains(Fingerprint message) {
        turn();
        return young.contains(message) || old.contains(message);
    }

    private void turn() {
        long now = nanoClock.getAsLong();
        long age = now - youngSince;
        if (age >= LIFETIME) {
            old = age >= 2 * LIFETIME ? new Half() : young;
            young = new Half();
            youngSince = now;
        }
    }

    /** A set that grows and never shrinks; open addressing, at most half full. */
    private static final class Half {
        private static final int FIRST = 512;

        /** Two words a place; an empty place has two zeros, which no hash is in practice. */
        private long[] words = new long[2 * FIRST];

        private int size;

        boolean contains(Fingerprint message) {
            int at = find(words, message);
            return words[at] != 0 || words[at + 1] != 0;
        }

        /** Adds what it does not contain. */
        void add(Fingerprint message) {
            if (4 * (size + 1) > words.length) {
                grow();
            }
            put(words, message);
            size++;
        }

        private void grow() {
            long[] larger = new long[2 * words.length];
            for (int i = 0; i < words.length; i += 2) {
                if (words[i] != 0 || words[i + 1] != 0) {
                    put(larger, new Fingerprint(words[i], words[i + 1]));
                }
            }
            words = larger;
        }

        private static void put(long[] words, Fingerprint message) {
            int at = find(words, message);
            words[at] = message.high();
            words[at + 1] = message.low();
        }

        /** Where it is, or the empty place where it would be. */
        private static int find(long[] words, Fingerprint message) {
            int mask = words.length - 1;
            int at = ((int) message.high() << 1) & mask;
            while ((words[at] != 0 || words[at + 1] != 0)
                    && (words[at] != message.high() || words[at + 1] != message.low())) {
                at = (at + 2) & mask;
            }
            return at;
        }
    }
}
