// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import static org.lamplighter.jobs.lane.TestLog.at;
import static org.lamplighter.jobs.lane.TestLog.tilt;

import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.rule.ShippedPacks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Logs made from a seed. The same seed gives the same log. */
final class RandomLog {
    private static final String COVER = "generic-manhole-cover";
    private static final String LAMP = "generic-streetlight";

    private RandomLog() {}

    /**
     * An hour with everything in it: covers and lamps in and out of alarm, copies, late frames,
     * rubbish, unknown devices of which some become known, devices deleted, rule parameters and a
     * profile changed, two gateways of which one goes away.
     */
    static TestLog eventful(long seed, int partitions) {
        Random random = new Random(seed);
        TestLog log = new TestLog(partitions);
        int devices = 40;
        for (int i = 0; i < devices; i++) {
            log.known("D-" + i, i % 3 == 0 ? LAMP : COVER);
        }
        log.ticks("gw1", at(0), at(60), Duration.ofSeconds(1))
                .ticks("gw2", at(0.005), at(20), Duration.ofSeconds(1))
                .ticks("gw2", at(40), at(60), Duration.ofSeconds(1));
        for (int n = 0; n < 1_500; n++) {
            int device = random.nextInt(devices + 6);
            Instant logged = at(random.nextDouble() * 58);
            Instant event =
                    logged.minusMillis(
                            (long) (random.nextDouble() * random.nextDouble() * 20 * 60_000));
            String gateway = random.nextBoolean() ? "gw1" : "gw2";
            switch (random.nextInt(20)) {
                case 0 -> log.raw(gateway, "D-" + device, logged, "{\"tilt\":");
                case 1 -> {
                    log.frame(gateway, "D-" + device, logged, event, n, members(random, device));
                    log.frame(gateway, "D-" + device, logged.plusSeconds(5), event, n, tilt(1));
                }
                case 2 ->
                        log.frame(
                                gateway,
                                "D-" + device,
                                logged,
                                Instant.EPOCH,
                                n,
                                members(random, device));
                default ->
                        log.frame(
                                gateway, "D-" + device, logged, event, n, members(random, device));
            }
        }
        for (int i = 0; i < 3; i++) {
            log.registered("D-" + (devices + i), COVER, at(10 + random.nextDouble() * 40));
            log.deleted("D-" + random.nextInt(devices), at(20 + random.nextDouble() * 30));
        }
        ShippedPacks.Shipped pack = coverPack();
        for (int i = 0; i < 3; i++) {
            int limit = 10 + random.nextInt(30);
            log.changed(
                    TestLog.rules(
                            pack.name(), pack.yaml(), 0, "all=cover-displaced.limit=" + limit),
                    at(10 + random.nextDouble() * 40));
        }
        String profile = ShippedProfiles.require(COVER).yaml();
        log.changed(TestLog.profile(COVER, profile, 0), at(30));
        return log;
    }

    /**
     * Two logs with the same ticks and frames with device times: one sorted, each frame once; the
     * other in any order and number of copies, none later than 15 minutes after its event time.
     * Both go on until all has settled.
     */
    static List<TestLog> sortedAndShuffled(long seed) {
        Random random = new Random(seed);
        TestLog sorted = new TestLog(2);
        TestLog shuffled = new TestLog(2);
        for (TestLog log : List.of(sorted, shuffled)) {
            for (int device = 0; device < 8; device++) {
                log.known("D-" + device, device % 3 == 0 ? LAMP : COVER);
            }
            log.ticks("gw1", at(0), at(90), Duration.ofSeconds(1));
        }
        record Sent(String device, Instant event, long sequence, String members) {}
        List<Sent> frames = new ArrayList<>();
        for (int n = 0; n < 200; n++) {
            int device = random.nextInt(8);
            frames.add(
                    new Sent(
                            "D-" + device,
                            at(1 + random.nextInt(40 * 60) / 60.0),
                            n,
                            members(random, device)));
        }
        frames.forEach(
                sent ->
                        sorted.frame(
                                "gw1",
                                sent.device,
                                sent.event,
                                sent.event,
                                sent.sequence,
                                sent.members));
        Collections.shuffle(frames, random);
        for (Sent sent : frames) {
            for (int copy = 0; copy <= random.nextInt(3); copy++) {
                Instant logged = sent.event.plusMillis((long) (random.nextDouble() * 15 * 60_000));
                shuffled.frame("gw1", sent.device, logged, sent.event, sent.sequence, sent.members);
            }
        }
        return List.of(sorted, shuffled);
    }

    static ShippedPacks.Shipped coverPack() {
        return ShippedPacks.all().stream()
                .filter(pack -> pack.yaml().contains("cover-displaced"))
                .findFirst()
                .orElseThrow();
    }

    private static String members(Random random, int device) {
        if (device % 3 == 0) {
            return "\"on\":true,\"current\":" + (random.nextInt(3) == 0 ? "0.01" : "0.6");
        }
        return switch (random.nextInt(6)) {
            case 0 -> "\"open\":" + random.nextBoolean();
            case 1 -> "\"ch4\":" + random.nextInt(70);
            case 2 -> "\"overflow\":" + random.nextBoolean();
            case 3 -> "\"battery\":" + random.nextInt(40);
            default -> tilt(random.nextInt(3) == 0 ? 20 + random.nextInt(80) : random.nextInt(9));
        };
    }
}
