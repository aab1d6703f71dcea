// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

import org.lamplighter.decode.ProfileCatalog;
import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Payload;
import org.lamplighter.registry.Credentials;
import org.lamplighter.registry.Device;
import org.lamplighter.registry.Location;
import org.lamplighter.rule.ShippedPacks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Promise P4 from the frame to the case: decoder, duplicate memory, evaluator, correlator and case
 * book together.
 */
class RehearsalProperties {
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    private static final Instant SETTLED = START.plus(Duration.ofDays(5));
    private static final ProfileCatalog PROFILES =
            ProfileCatalog.empty()
                    .with(1, ShippedProfiles.require("generic-manhole-cover").profile());

    private record Sent(String device, Instant at, String json) {
        RecordedFrame received(Instant receivedAt) {
            return new RecordedFrame(
                    1,
                    new DeviceId(device),
                    receivedAt,
                    "v1/frames",
                    Payload.copyOf(json.getBytes(UTF_8)));
        }
    }

    @Property(tries = 100)
    void p4OrderAndCopiesOfFramesDoNotChangeWhatIsSettled(@ForAll Random random) {
        List<Sent> sent = sentBy(random);
        List<RecordedFrame> sorted = new ArrayList<>();
        List<RecordedFrame> shuffled = new ArrayList<>();
        // both logs begin with one frame, so that both registries begin at one time
        for (Sent each : sent) {
            sorted.add(each.received(each.at()));
            int copies = 1 + random.nextInt(3);
            for (int copy = 0; copy < copies; copy++) {
                boolean first = each.at().equals(START) && copy == 0;
                shuffled.add(each.received(each.at().plusSeconds(first ? 0 : random.nextInt(890))));
            }
        }

        Standing one = run(sorted);
        Standing other = run(shuffled);

        assertThat(other.alarms).isEqualTo(one.alarms);
        assertThat(other.cases).isEqualTo(one.cases);
        Statistics.label("cases").collect(one.cases.isEmpty() ? "none" : "some");
        Statistics.label("cases")
                .coverage(checker -> checker.check("some").percentage(share -> share > 50));
    }

    /** Two covers over two hours, with values near the limits of the rules. */
    private static List<Sent> sentBy(Random random) {
        List<Sent> sent = new ArrayList<>();
        sent.add(new Sent("C-1", START, "{\"rssi\":-90,\"seq\":0,\"time\":\"" + START + "\"}"));
        Set<Instant> taken = new HashSet<>();
        int count = 5 + random.nextInt(25);
        for (int seq = 1; seq <= count; seq++) {
            Instant at = START.plusSeconds(1 + random.nextInt(7200));
            if (taken.add(at)) {
                String json = "{%s,\"seq\":%d,\"time\":\"%s\"}".formatted(points(random), seq, at);
                sent.add(new Sent(random.nextBoolean() ? "C-1" : "C-2", at, json));
            }
        }
        return sent;
    }

    private static String points(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "\"ch4\":" + List.of(5, 14, 17, 22, 60).get(random.nextInt(5));
            case 1 -> "\"open\":" + random.nextBoolean();
            case 2 -> "\"overflow\":" + random.nextBoolean();
            default -> "\"tilt\":" + List.of(2, 12, 20, 95).get(random.nextInt(4));
        };
    }

    private record Standing(Set<String> alarms, Set<String> cases) {}

    private static Standing run(List<RecordedFrame> frames) {
        List<RecordedFrame> log = new ArrayList<>(frames);
        log.sort(Comparator.comparing(RecordedFrame::receivedAt));
        List<ObjectNode> lines = new ArrayList<>();
        new Rehearsal(
                        new RehearsalInput(
                                List.of(cover("C-1"), cover("C-2")),
                                PROFILES,
                                ShippedPacks.book(),
                                log,
                                SETTLED),
                        lines::add)
                .run();
        return standing(lines);
    }

    private static Standing standing(List<ObjectNode> lines) {
        Map<String, JsonNode> alarms = new HashMap<>();
        Map<String, JsonNode> cases = new HashMap<>();
        for (JsonNode line : lines) {
            String event = line.path("event").asText();
            if (event.startsWith("alarm-")) {
                alarms.put(line.path("id").asText(), line);
            } else if (event.startsWith("case-")) {
                cases.put(line.path("id").asText(), line);
            }
        }
        Set<String> alarmSet = new TreeSet<>();
        alarms.values().removeIf(line -> line.path("event").asText().equals("alarm-withdrawn"));
        alarms.values().forEach(line -> alarmSet.add(wordsOf(line)));
        Set<String> caseSet = new TreeSet<>();
        cases.values().removeIf(line -> line.path("event").asText().equals("case-withdrawn"));
        for (JsonNode line : cases.values()) {
            Set<String> members = new TreeSet<>();
            for (JsonNode id : line.path("alarms")) {
                JsonNode alarm = alarms.get(id.asText());
                members.add(alarm == null ? "withdrawn" : wordsOf(alarm));
            }
            caseSet.add(line.path("kind").asText() + line.path("scope").asText() + members);
        }
        return new Standing(alarmSet, caseSet);
    }

    private static String wordsOf(JsonNode alarm) {
        return alarm.path("rule").asText()
                + " "
                + alarm.path("device").asText()
                + " "
                + alarm.path("raisedAt").asText()
                + " "
                + alarm.path("clearedAt").asText();
    }

    private static Device cover(String id) {
        return new Device(
                new DeviceId(id),
                "generic-manhole-cover",
                "",
                new Location.Unknown(),
                List.of(),
                new TreeMap<>(),
                false,
                Credentials.NONE);
    }
}
