// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.cloudevent.CloudEvent;
import org.lamplighter.desk.bed.DeskBed;
import org.lamplighter.desk.bed.Eventually;
import org.lamplighter.desk.bed.Troubles;
import org.lamplighter.desk.cases.CaseId;
import org.lamplighter.desk.dispatch.egress.NameResolver;
import org.lamplighter.desk.rest.Answer;
import org.lamplighter.desk.rest.Route;
import org.lamplighter.trouble.TroublePhase;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** P8: a case event reaches its target. */
class DeliveryIT {
    static final String SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    static final String NEXT_SECRET = "whsec_YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXphYmNkZWY=";
    private static final String OUTSTANDING =
            "select count(*) from delivery where state <> 'delivered'";
    private static final String DELIVERED =
            "select count(*) from delivery where state = 'delivered'";
    private static final String PARKED = "select count(*) from delivery where state = 'parked'";

    @TempDir Path directory;

    private DeskBed bed;

    @BeforeEach
    void make() {
        bed = DeskBed.make(directory);
    }

    @AfterEach
    void close() throws Exception {
        bed.close();
    }

    @Test
    void aTargetThatFailsGetsTheSameIdAndBodyUntilItTakesThemAndThenTheNextInOrder()
            throws Exception {
        try (RecordingReceiver city = RecordingReceiver.start()) {
            city.answers.addAll(List.of(500, 503));
            DeskBed.Running desk = bed.startDesk();
            target(desk, "city", city.url());

            bed.announce(
                    Troubles.methane("C-1", 0, 1, TroublePhase.ACTIVE),
                    Troubles.methane("C-1", 0, 2, TroublePhase.RECOVERED));
            bed.untilCount(DELIVERED, 3);

            String id = CaseId.of(Troubles.methane("C-1", 0, 1, TroublePhase.ACTIVE).id()).value();
            assertThat(city.ids())
                    .containsExactly(id + "-1", id + "-1", id + "-1", id + "-2", id + "-3");
            assertThat(city.got).allMatch(request -> request.isSignedWith(SECRET));
            assertThat(city.got.subList(0, 3))
                    .extracting(RecordingReceiver.Got::body)
                    .containsOnly(
                            bed.texts("select body from case_event where sequence = 1").getFirst());
            assertThat(city.got.stream().map(DeliveryIT::type).distinct())
                    .containsExactly(
                            "org.lamplighter.case.opened",
                            "org.lamplighter.case.recovered",
                            "org.lamplighter.case.dispatched");
            assertThat(bed.count("select count(*) from scheduled_tasks")).isZero();
        }
    }

    @Test
    void theFirst2xxMovesTheCaseToDispatched() throws Exception {
        try (RecordingReceiver city = RecordingReceiver.start();
                RecordingReceiver district = RecordingReceiver.start()) {
            DeskBed.Running desk = bed.startDesk();
            target(desk, "city", city.url());
            target(desk, "district", district.url());

            bed.announce(Troubles.methane("C-1", 0, 1, TroublePhase.ACTIVE));
            bed.untilCount(DELIVERED, 4);

            assertThat(bed.texts("select state from cases")).containsExactly("dispatched");
            assertThat(city.got.stream().map(DeliveryIT::type))
                    .containsExactly(
                            "org.lamplighter.case.opened", "org.lamplighter.case.dispatched");
            assertThat(district.ids()).isEqualTo(city.ids());
        }
    }

    @Test
    void aReceiverThatWasDownGetsEverythingInOrderOnceItIsUp() throws Exception {
        int port;
        try (RecordingReceiver unused = RecordingReceiver.start()) {
            port = unused.port();
        }
        DeskBed.Running desk =
                bed.startDesk(
                        new DispatchConfig(
                                List.of(),
                                true,
                                Duration.ofSeconds(2),
                                new RetrySchedule(
                                        java.util.Collections.nCopies(200, Duration.ofMillis(100)),
                                        0),
                                NameResolver.SYSTEM));
        target(desk, "city", "http://127.0.0.1:" + port + "/events");
        bed.announce(
                Troubles.methane("C-1", 0, 1, TroublePhase.ACTIVE),
                Troubles.methane("C-1", 0, 2, TroublePhase.RECOVERED),
                Troubles.methane("C-1", 0, 3, TroublePhase.ACTIVE));
        bed.untilCount(
                "select count(*) from delivery where fault = 'connection-refused' and tries > 1",
                1);

        try (RecordingReceiver city = RecordingReceiver.startAt(port)) {
            bed.untilCount(DELIVERED, 4);

            assertThat(city.got.stream().map(DeliveryIT::sequence)).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void aRefusalIsParkedHoldsBackTheLaterEventsOfItsCaseAndCanBeSentAgain() throws Exception {
        try (RecordingReceiver city = RecordingReceiver.start()) {
            city.answers.add(400);
            DeskBed.Running desk = bed.startDesk();
            target(desk, "city", city.url());
            bed.announce(Troubles.methane("C-1", 0, 1, TroublePhase.ACTIVE));
            bed.untilCount(PARKED, 1);
            bed.announce(
                    Troubles.methane("C-1", 0, 2, TroublePhase.RECOVERED),
                    Troubles.methane("C-2", 0, 1, TroublePhase.ACTIVE));
            bed.untilCount(DELIVERED, 2);
            assertThat(bed.count(OUTSTANDING)).isEqualTo(2);
            JsonNode parked =
                    DeskBed.json(
                                    desk.call(
                                            Route.Method.GET,
                                            "/api/v1/deliveries",
                                            Map.of(),
                                            Map.of("state", "parked"),
                                            Map.of(),
                                            ""))
                            .path("deliveries")
                            .path(0);
            assertThat(parked.path("reason").asText())
                    .isEqualTo("the target answered 400: it refuses this event");
            assertThat(parked.path("fault").asText()).isEqualTo("status-refused");

            Answer resent = resend(desk, parked.path("id").asText());

            assertThat(DeskBed.status(resent)).isEqualTo(202);
            bed.untilCount(OUTSTANDING, 0);
            String id = CaseId.of(Troubles.methane("C-1", 0, 1, TroublePhase.ACTIVE).id()).value();
            assertThat(city.ids().stream().filter(each -> each.startsWith(id)))
                    .containsExactly(id + "-1", id + "-1", id + "-2", id + "-3");
            assertThat(
                            DeskBed.json(resend(desk, parked.path("id").asText()))
                                    .path("detail")
                                    .asText())
                    .isEqualTo(
                            "path: only a parked delivery can be sent again, and delivery "
                                    + parked.path("id").asText()
                                    + " is not parked; GET /api/v1/deliveries?state=parked lists"
                                    + " those that are");
        }
    }

    @Test
    void triesThatAreUsedUpParkTheDelivery() throws Exception {
        try (RecordingReceiver city = RecordingReceiver.start()) {
            city.answers.addAll(List.of(500, 500, 500, 500));
            DeskBed.Running desk = bed.startDesk();
            target(desk, "city", city.url());

            bed.announce(Troubles.methane("C-1", 0, 1, TroublePhase.ACTIVE));
            bed.untilCount(PARKED, 1);

            assertThat(bed.texts("select reason from delivery"))
                    .containsExactly("the target answered 500; that was try 4 of 4");
        }
    }

    @Test
    void a410DisablesTheTargetUntilAnOperatorEnablesIt() throws Exception {
        try (RecordingReceiver city = RecordingReceiver.start()) {
            city.answers.add(410);
            DeskBed.Running desk = bed.startDesk();
            target(desk, "city", city.url());
            bed.announce(Troubles.methane("C-1", 0, 1, TroublePhase.ACTIVE));
            bed.untilCount(PARKED, 1);
            JsonNode targets =
                    DeskBed.json(desk.call(Route.Method.GET, "/api/v1/targets", Map.of(), ""));
            assertThat(targets.path("targets").path(0).path("disabledReason").asText())
                    .isEqualTo("the target answered 410: it wants no more events");
            bed.announce(Troubles.methane("C-2", 0, 1, TroublePhase.ACTIVE));
            bed.untilCount("select count(*) from cases", 2);
            assertThat(bed.count("select count(*) from delivery")).isEqualTo(1);

            desk.call(
                    Route.Method.PATCH,
                    "/api/v1/targets/{name}",
                    Map.of("name", "city"),
                    "{\"enabled\": true}");

            bed.untilCount(DELIVERED, 2);
            assertThat(city.got.stream().map(DeliveryIT::type))
                    .containsExactly(
                            "org.lamplighter.case.opened",
                            "org.lamplighter.case.opened",
                            "org.lamplighter.case.dispatched");
        }
    }

    @Test
    void aCrashBetweenThe2xxAndItsCommitSendsTheSameIdAgain() throws Exception {
        try (RecordingReceiver city = RecordingReceiver.start()) {
            bed.jdbi()
                    .useHandle(
                            handle ->
                                    handle.createScript(
                                                    "create function down() returns trigger"
                                                        + " language plpgsql as 'begin raise"
                                                        + " exception using errcode = ''57P03'',"
                                                        + " message = ''gone''; end';create trigger"
                                                        + " down before update on delivery for each"
                                                        + " row when (new.state = 'delivered')"
                                                        + " execute function down();")
                                            .execute());
            DeskBed.Running desk = bed.startDesk();
            target(desk, "city", city.url());
            bed.announce(Troubles.methane("C-1", 0, 1, TroublePhase.ACTIVE));
            // sent once more, so its commit has failed by now
            Eventually.until(() -> city.got.size() > 1, city::ids);
            assertThat(bed.texts("select state from cases")).containsExactly("opened");

            bed.jdbi().useHandle(handle -> handle.execute("drop trigger down on delivery"));

            bed.untilCount(DELIVERED, 2);
            List<String> ids = city.ids().stream().distinct().toList();
            assertThat(ids).hasSize(2);
            assertThat(city.ids().size()).isGreaterThan(2);
            assertThat(city.got.stream().map(RecordingReceiver.Got::body).distinct()).hasSize(2);
        }
    }

    @Test
    void aTargetThatStallsDoesNotDelayAnother() throws Exception {
        int cases = 40;
        try (RecordingReceiver stalling = RecordingReceiver.startStalling();
                RecordingReceiver city = RecordingReceiver.start()) {
            DeskBed.Running desk =
                    bed.startDesk(
                            new DispatchConfig(
                                    List.of(),
                                    true,
                                    Duration.ofSeconds(60),
                                    DeskBed.QUICK,
                                    NameResolver.SYSTEM));
            target(desk, "stalling", stalling.url());
            target(desk, "city", city.url());

            for (int i = 0; i < cases; i++) {
                bed.announce(Troubles.methane("C-" + i, 0, 1, TroublePhase.ACTIVE));
            }

            bed.untilCount(
                    "select count(*) from delivery d join target t on t.id = d.target where t.name"
                            + " = 'city' and d.state = 'delivered'",
                    2L * cases);
            assertThat(stalling.mostUnderWay()).isEqualTo(TargetGates.PER_TARGET);
        }
    }

    @Test
    void sixtyFourDeliveriesAreUnderWayAndTheNextWaitInTheDatabase() throws Exception {
        int targets = 9;
        int cases = TargetGates.PER_TARGET;
        String picked = "select count(*) from scheduled_tasks where picked";
        try (RecordingReceiver stalling = RecordingReceiver.startStalling()) {
            DeskBed.Running desk =
                    bed.startDesk(
                            new DispatchConfig(
                                    List.of(),
                                    true,
                                    Duration.ofSeconds(60),
                                    DeskBed.QUICK,
                                    NameResolver.SYSTEM));
            for (int i = 0; i < targets; i++) {
                target(desk, "t" + i, stalling.url());
            }

            for (int i = 0; i < cases; i++) {
                bed.announce(Troubles.methane("C-" + i, 0, 1, TroublePhase.ACTIVE));
            }

            Eventually.until(() -> stalling.got.size() >= 64, stalling.got::size);
            bed.untilCount("select count(*) from delivery", (long) targets * cases);
            // each of its heartbeats is four polls: it has looked at the others, too
            String beats =
                    "select count(*) from scheduled_tasks where picked and last_heartbeat >"
                            + " execution_time + interval '3 seconds'";
            Eventually.until(() -> bed.count(beats) >= 64, () -> bed.count(beats));
            assertThat(bed.count(picked)).isEqualTo(64);
            assertThat(stalling.got).hasSize(64);

            stalling.release();
            bed.untilCount(OUTSTANDING, 0);
            assertThat(stalling.mostUnderWay()).isEqualTo(64);
        }
    }

    @Test
    void twoDesksSendEachEventOnce() throws Exception {
        int cases = 30;
        try (RecordingReceiver city = RecordingReceiver.start()) {
            DeskBed.Running desk = bed.startDesk();
            bed.startDesk();
            target(desk, "city", city.url());

            for (int i = 0; i < cases; i++) {
                bed.announce(Troubles.methane("C-" + i, 0, 1, TroublePhase.ACTIVE));
            }

            bed.untilCount(DELIVERED, 2L * cases);
            assertThat(city.ids()).doesNotHaveDuplicates().hasSize(2 * cases);
        }
    }

    @Test
    void aNameThatTurnsToThisMachineAfterItWasCheckedIsNotSentTo() throws Exception {
        try (RecordingReceiver inside = RecordingReceiver.start()) {
            AtomicBoolean turned = new AtomicBoolean();
            NameResolver rebinding =
                    host ->
                            List.of(
                                    InetAddress.getByName(
                                            turned.get() ? "127.0.0.1" : "93.184.215.14"));
            DeskBed.Running desk =
                    bed.startDesk(
                            new DispatchConfig(
                                    List.of(),
                                    false,
                                    Duration.ofSeconds(2),
                                    DeskBed.QUICK,
                                    rebinding));
            target(desk, "city", "http://dispatch.example.org:" + inside.port() + "/events");
            turned.set(true);

            bed.announce(Troubles.methane("C-1", 0, 1, TroublePhase.ACTIVE));
            bed.untilCount(PARKED, 1);

            assertThat(bed.texts("select reason from delivery"))
                    .containsExactly(
                            "the host dispatch.example.org of the target's url has the address"
                                    + " 127.0.0.1, which is not public; name it in"
                                    + " dispatch.allow-addresses if events may go there");
            assertThat(inside.got).isEmpty();
        }
    }

    @Test
    void aRotatedSecretSignsBesideTheOldOne() throws Exception {
        try (RecordingReceiver city = RecordingReceiver.start()) {
            DeskBed.Running desk = bed.startDesk();
            target(desk, "city", city.url());
            desk.call(
                    Route.Method.PATCH,
                    "/api/v1/targets/{name}",
                    Map.of("name", "city"),
                    "{\"secret\": \"" + NEXT_SECRET + "\"}");

            Answer tested =
                    desk.call(
                            Route.Method.POST,
                            "/api/v1/targets/{name}/test",
                            Map.of("name", "city"),
                            "");

            assertThat(DeskBed.json(tested).path("delivered").asBoolean()).isTrue();
            assertThat(city.got)
                    .hasSize(1)
                    .allMatch(request -> request.isSignedWith(SECRET))
                    .allMatch(request -> request.isSignedWith(NEXT_SECRET));
            assertThat(type(city.got.getFirst())).isEqualTo("org.lamplighter.test");
        }
    }

    @Test
    void aTargetIsCheckedWhenItIsMade() throws Exception {
        DeskBed.Running desk =
                bed.startDesk(
                        new DispatchConfig(
                                List.of(),
                                false,
                                Duration.ofSeconds(2),
                                DeskBed.QUICK,
                                NameResolver.SYSTEM));

        Answer answer =
                desk.call(
                        Route.Method.POST,
                        "/api/v1/targets",
                        Map.of(),
                        "{\"name\": \"City\", \"url\": \"http://10.0.0.1/\", \"secret\":"
                                + " \"whsec_c2hvcnQ=\"}");

        assertThat(DeskBed.status(answer)).isEqualTo(422);
        assertThat(DeskBed.json(answer).path("detail").asText().lines())
                .containsExactly(
                        "name: a target's name must be 1 to 64 lower-case letters, digits or -, a"
                                + " letter or digit first, but is \"City\"; give one such as"
                                + " city-dispatch",
                        "url: the host 10.0.0.1 of the target's url has the address 10.0.0.1, which"
                            + " is not public; name it in dispatch.allow-addresses if events may go"
                            + " there; fault address-refused",
                        "secret: a secret must be whsec_ followed by the Base64 of 24 to 64 bytes;"
                                + " leave it out to have one made");
        assertThat(bed.count("select count(*) from target")).isZero();
    }

    @Test
    void thereMayBeAHundredTargetsAndNotOneMore() throws Exception {
        DeskBed.Running desk = bed.startDesk();
        IntStream.range(0, TargetStore.MAX_TARGETS)
                .forEach(i -> target(desk, "t" + i, "http://127.0.0.1:9999/"));

        Answer answer =
                desk.call(
                        Route.Method.POST,
                        "/api/v1/targets",
                        Map.of(),
                        "{\"name\": \"one-more\", \"url\": \"http://127.0.0.1:9999/\"}");

        assertThat(DeskBed.json(answer).path("detail").asText())
                .isEqualTo(
                        "name: there may be 100 targets, and there are as many; change one that is"
                                + " no longer needed");
    }

    static void target(DeskBed.Running desk, String name, String url) {
        Answer answer =
                desk.call(
                        Route.Method.POST,
                        "/api/v1/targets",
                        Map.of(),
                        "{\"name\": \""
                                + name
                                + "\", \"url\": \""
                                + url
                                + "\", \"secret\": \""
                                + SECRET
                                + "\"}");
        assertThat(DeskBed.status(answer)).as(DeskBed.json(answer).toString()).isEqualTo(201);
    }

    private static Answer resend(DeskBed.Running desk, String id) {
        return desk.call(Route.Method.POST, "/api/v1/deliveries/{id}/resend", Map.of("id", id), "");
    }

    private static String type(RecordingReceiver.Got request) {
        return event(request).type();
    }

    private static int sequence(RecordingReceiver.Got request) {
        return event(request).data().path("sequence").asInt();
    }

    private static CloudEvent event(RecordingReceiver.Got request) {
        return CloudEvent.parse(request.body().getBytes(StandardCharsets.UTF_8));
    }
}
