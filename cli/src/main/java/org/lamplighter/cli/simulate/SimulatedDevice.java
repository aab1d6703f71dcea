// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.simulate;

import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * One device of the simulated city: what it says at a moment, and when it speaks.
 *
 * @param id its id
 * @param kind cover, lamp or bay
 * @param ordinal which of its kind, from 0
 * @param seed of its noise
 */
record SimulatedDevice(String id, Kind kind, int ordinal, long seed) {
    /** The kinds and the profile that each is registered under. */
    enum Kind {
        COVER("generic-manhole-cover", 0),
        LAMP("generic-streetlight", 1),
        BAY("generic-parking-bay", 2);

        private final String profile;
        private final int row;

        Kind(String profile, int row) {
            this.profile = profile;
            this.row = row;
        }

        /** Which of the made-up parallel streets its devices stand in. */
        int row() {
            return row;
        }

        String profile() {
            return profile;
        }
    }

    /**
     * The cover whose chamber fills with methane; the first trouble of every run, so that a visitor
     * sees a case soon.
     */
    private static final int GASSING_COVER = 3;

    private static final int OPENED_COVER = 7;
    private static final int TILTED_COVER = 11;
    private static final int DARK_LAMP = 5;

    private static final Duration METHANE_FROM = Duration.ofSeconds(5);
    private static final Duration TROUBLE_FROM = Duration.ofSeconds(25);

    /** Whether it speaks CoAP, as every third does, and not MQTT. */
    boolean speaksCoap() {
        return ordinal % 3 == 0;
    }

    /** Whether it publishes to the city's own broker where there is one, as every fifth does. */
    boolean isBehindBroker() {
        return ordinal % 5 == 2;
    }

    /**
     * How long after the last report the next comes: short in trouble, else half a minute with
     * jitter.
     */
    Duration pause(Duration sinceBegin, int report) {
        if (kind == Kind.COVER
                && ordinal == GASSING_COVER
                && sinceBegin.compareTo(Duration.ofSeconds(30)) < 0) {
            return Duration.ofSeconds(3);
        }
        return Duration.ofMillis(20_000 + new SplittableRandom(seed + report).nextInt(20_000));
    }

    /** The payload of its {@code report}th report, flat JSON of its generic profile. */
    String payload(Duration sinceBegin, int report) {
        SplittableRandom noise = new SplittableRandom(seed * 31 + report);
        return switch (kind) {
            case COVER -> cover(sinceBegin, report, noise);
            case LAMP -> lamp(sinceBegin, report, noise);
            case BAY ->
                    String.format(
                            Locale.ROOT,
                            "{\"seq\":%d,\"occupied\":%b,\"battery\":%d,\"magnet\":%.1f}",
                            report,
                            noise.nextInt(4) > 0,
                            90 - ordinal % 10,
                            40 + noise.nextDouble() * 20);
        };
    }

    private String cover(Duration sinceBegin, int report, SplittableRandom noise) {
        boolean gassing = ordinal == GASSING_COVER && sinceBegin.compareTo(METHANE_FROM) >= 0;
        boolean trouble = sinceBegin.compareTo(TROUBLE_FROM) >= 0;
        double methane = gassing ? 26 + noise.nextDouble() * 4 : noise.nextDouble() * 2;
        double tilt = trouble && ordinal == TILTED_COVER ? 41 : 1 + noise.nextDouble();
        return String.format(
                Locale.ROOT,
                "{\"seq\":%d,\"tilt\":%.1f,\"open\":%b,\"level\":%d,\"overflow\":false,\"ch4\":%.1f,\"battery\":%d}",
                report,
                tilt,
                trouble && ordinal == OPENED_COVER,
                12 + noise.nextInt(8),
                methane,
                95 - ordinal);
    }

    private String lamp(Duration sinceBegin, int report, SplittableRandom noise) {
        boolean dark = ordinal == DARK_LAMP && sinceBegin.compareTo(TROUBLE_FROM) >= 0;
        return String.format(
                Locale.ROOT,
                "{\"seq\":%d,\"on\":true,\"dim\":100,\"current\":%.2f,\"voltage\":%.1f,\"power\":%.1f}",
                report,
                dark ? 0.0 : 0.5 + noise.nextDouble() * 0.05,
                228 + noise.nextDouble() * 4,
                dark ? 0.0 : 110 + noise.nextDouble() * 5);
    }
}
