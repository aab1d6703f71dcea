// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.cli.rest.RestClient;
import org.lamplighter.cli.up.Ports;
import org.lamplighter.log.Change;
import org.lamplighter.log.LoggedReading;
import org.lamplighter.log.ReadingCodec;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** A registry that changes while the city runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RegistryIT {
    private static final String FRAMES = "v1/frames";

    /** How many frames are sent under each version of the profile. */
    private static final int FRAMES_OF_A_VERSION = 200;

    /** A tenth of what a file may have; the desk's own test takes all of it. */
    private static final int FLEET = 10_000;

    @TempDir static Path folder;

    private RunningUp up;
    private RestClient rest;
    private Ports ports;

    @BeforeAll
    void start() throws Exception {
        ports = Ports.anyFree();
        up = RunningUp.start(folder.resolve("data"), ports);
        rest = up.rest();
    }

    @AfterAll
    void stop() throws Exception {
        try {
            assertThat(up.audit()).isEqualTo("every difference is 0");
        } finally {
            rest.close();
            up.close();
        }
    }

    @Test
    void aFileOfTenThousandDevicesIsInForceEverywhereWithinAMinute() throws Exception {
        Path file = folder.resolve("fleet.csv");
        StringBuilder csv = new StringBuilder("id,profile,lon,lat,tags,token,drainage_main\n");
        for (int i = 1; i <= FLEET; i++) {
            String device = "F-" + i;
            csv.append(device).append(",generic-manhole-cover,121.4,31.2,storm,");
            csv.append(City.token(device)).append(",M").append(i % 500).append('\n');
        }
        Files.writeString(file, csv);
        String last = "F-" + FLEET;
        try (LogTail readings = LogTail.fromNow(ports, "readings")) {
            long begun = System.nanoTime();
            assertThat(up.say("devices", "import", file.toString()))
                    .containsExactly(
                            FLEET
                                    + " devices registered, 0 kept; tokens and keys are in "
                                    + file
                                    + ".credentials",
                            "exit 0");
            long told = System.nanoTime();
            assertThat(Duration.ofNanos(told - begun)).isLessThan(Duration.ofMinutes(1));

            try (PlainMqtt device = connectWithin(Duration.ofMinutes(1), last)) {
                long known = System.nanoTime();
                device.publish(FRAMES, "{\"seq\":1,\"tilt\":1}");
                readings.await(
                        entry ->
                                new String(entry.key(), UTF_8).equals(last)
                                        ? Optional.of(entry)
                                        : Optional.empty());
                System.out.printf(
                        "devices import of %d (%d kB): done after %.1f s; the gateway knew the last"
                            + " of them after %.1f s, its first frame was decoded after %.1f s%n",
                        FLEET,
                        csv.length() / 1_000,
                        seconds(begun, told),
                        seconds(begun, known),
                        seconds(begun, System.nanoTime()));
            }
        }
        try (PlainMqtt first = City.connect(ports.mqtt(), "F-1")) {
            first.publish(FRAMES, "{\"seq\":1,\"tilt\":1}");
        }
        assertThat(up.say("devices", "import", file.toString(), "--credentials", file + ".2"))
                .hasSize(103)
                .startsWith(
                        file
                                + ": line 2, column id: the device \"F-1\" is registered already;"
                                + " PATCH it, or choose another id")
                .endsWith(
                        file + ": and " + (FLEET - 100) + " more faults",
                        file + ": No device was registered (the desk answered 409)",
                        "exit 1");
    }

    @Test
    void aProfileCorrectedUnderLoadDecodesEachFrameAsItStoodInTheLogAndLosesNone()
            throws Exception {
        int devices = 8;
        int corrections = 6;
        // which member is meant, by the version that says so
        Map<Long, Double> meant = new TreeMap<>();
        meant.put(correct("a"), 1.0);
        for (int i = 0; i < devices; i++) {
            register("HOT-" + i);
        }
        AtomicBoolean ends = new AtomicBoolean();
        AtomicLong acknowledged = new AtomicLong();
        long sent = 0;
        try (LogTail frames = LogTail.fromNow(ports, "frames");
                LogTail readings = LogTail.fromNow(ports, "readings");
                ExecutorService threads = Executors.newFixedThreadPool(devices)) {
            List<Future<Long>> publishers = new ArrayList<>();
            for (int i = 0; i < devices; i++) {
                String device = "HOT-" + i;
                publishers.add(threads.submit(() -> publish(device, ends, acknowledged)));
            }
            long begun = System.nanoTime();
            Map<Integer, NavigableMap<Long, Long>> changes = new HashMap<>();
            awaitSome(acknowledged);
            for (int i = 0; i < corrections; i++) {
                String member = i % 2 == 0 ? "b" : "a";
                long version = correct(member);
                meant.put(version, member.equals("a") ? 1.0 : 2.0);
                awaitChange(frames, version, changes);
                awaitSome(acknowledged);
            }
            ends.set(true);
            for (Future<Long> each : publishers) {
                sent += each.get();
            }
            double took = seconds(begun, System.nanoTime());

            Map<String, List<Long>> seen = new HashMap<>();
            Map<Long, Integer> byVersion = new TreeMap<>();
            for (LoggedReading logged : readings(readings, sent)) {
                long version = logged.reading().profileVersion();
                seen.computeIfAbsent(logged.reading().device().value(), device -> new ArrayList<>())
                        .add((long) quantity(logged, "n"));
                byVersion.merge(version, 1, Integer::sum);
                assertThat(quantity(logged, "tilt"))
                        .as("what version %d makes of it", version)
                        .isEqualTo(meant.get(version));
                Map.Entry<Long, Long> inForce =
                        Objects.requireNonNull(changes.get(logged.position().partition()))
                                .floorEntry(logged.position().offset());
                assertThat(version)
                        .as("the version in force at %s", logged.position())
                        .isEqualTo(
                                inForce == null
                                        ? meant.keySet().iterator().next()
                                        : inForce.getValue());
            }
            System.out.printf(
                    "%d frames of %d devices in %.1f s, the profile corrected %d times meanwhile;"
                            + " frames by version of the profile: %s%n",
                    sent, devices, took, corrections, byVersion);
            assertThat(byVersion).containsOnlyKeys(meant.keySet());
            assertThat(seen).hasSize(devices);
            seen.values()
                    .forEach(
                            numbers ->
                                    assertThat(numbers)
                                            .containsExactlyElementsOf(
                                                    LongStream.rangeClosed(1, numbers.size())
                                                            .boxed()
                                                            .toList()));
        }
        JsonNode history = rest.get("/api/v1/profiles/hot/versions").body().path("versions");
        assertThat(history.findValues("version")).hasSize(corrections + 1);
        assertThat(
                        rest.get("/api/v1/quarantine/frames?profile=hot&state=all")
                                .body()
                                .path("frames"))
                .isEmpty();
    }

    /** Publishes numbered frames one by one until it is to end; returns how many. */
    private long publish(String device, AtomicBoolean ends, AtomicLong acknowledged)
            throws IOException {
        long n = 0;
        try (PlainMqtt client = City.connect(ports.mqtt(), device)) {
            while (!ends.get()) {
                n++;
                client.publish(FRAMES, "{\"seq\":%d,\"n\":%d,\"a\":1,\"b\":2}".formatted(n, n));
                acknowledged.incrementAndGet();
            }
        }
        return n;
    }

    /** Says by REST which member is the tilt; returns the profile's version. */
    private long correct(String member) {
        RestClient.Answer answer =
                rest.send(
                        "PUT",
                        "/api/v1/profiles/hot",
                        "application/yaml",
                        """
                        profile: hot
                        kind: manhole-cover
                        vendor: test
                        model: test
                        report: { every: 24h }
                        points:
                          tilt: { unit: deg }
                          n: { unit: "1" }
                        layout:
                          json: { sequence: seq, members: { %s: tilt, n: n } }
                        examples:
                          - title: a frame
                            text: '{"seq":1,"n":1,"a":1,"b":2}'
                            points: { tilt: %d, n: 1 }
                        """
                                .formatted(member, member.equals("a") ? 1 : 2));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body().path("version").asLong();
    }

    private void register(String device) {
        RestClient.Answer answer =
                rest.send(
                        "POST",
                        "/api/v1/devices",
                        "application/json",
                        "{\"id\":\"%s\",\"profile\":\"hot\",\"token\":\"%s\"}"
                                .formatted(device, City.token(device)));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
    }

    private static void awaitSome(AtomicLong acknowledged) throws Exception {
        long enough = acknowledged.get() + FRAMES_OF_A_VERSION;
        Eventually.equal(true, () -> acknowledged.get() >= enough);
    }

    /** Notes where a version of the profile stands, by partition and offset, once it is there. */
    private static void awaitChange(
            LogTail frames, long version, Map<Integer, NavigableMap<Long, Long>> places) {
        int partitions = 2;
        Set<Integer> seen = new HashSet<>();
        int all =
                frames.await(
                        entry -> {
                            if (LogTail.header(entry, "ce_type").equals("org.lamplighter.change")
                                    && Change.parse(entry.value()).version() == version) {
                                places.computeIfAbsent(entry.partition(), none -> new TreeMap<>())
                                        .put(entry.offset(), version);
                                seen.add(entry.partition());
                            }
                            return Optional.of(seen.size()).filter(count -> count == partitions);
                        });
        assertThat(all).isEqualTo(partitions);
    }

    /** As many as there must be, and no more for a while. */
    private static List<LoggedReading> readings(LogTail tail, long count) {
        List<LoggedReading> found = new ArrayList<>();
        tail.await(
                entry -> {
                    hot(entry).ifPresent(found::add);
                    return found.size() >= count ? Optional.of(found) : Optional.empty();
                });
        assertThat(found).hasSize((int) count);
        return found;
    }

    private static Optional<LoggedReading> hot(ConsumerRecord<byte[], byte[]> entry) {
        return Optional.of(ReadingCodec.decode(entry.value()))
                .filter(logged -> logged.reading().profile().equals("hot"));
    }

    private static double quantity(LoggedReading logged, String point) {
        return logged.reading().points().get(new PointName(point))
                        instanceof PointValue.Quantity quantity
                ? quantity.value()
                : Double.NaN;
    }

    private PlainMqtt connectWithin(Duration bound, String device) throws Exception {
        long deadline = System.nanoTime() + bound.toNanos();
        while (true) {
            try {
                return PlainMqtt.connect(ports.mqtt(), device, City.token(device));
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Eventually.pause();
            }
        }
    }

    private static double seconds(long from, long to) {
        return Duration.ofNanos(to - from).toMillis() / 1e3;
    }
}
