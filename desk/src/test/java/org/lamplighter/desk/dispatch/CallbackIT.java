// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.desk.bed.DeskBed;
import org.lamplighter.desk.bed.Troubles;
import org.lamplighter.desk.rest.Answer;
import org.lamplighter.desk.rest.Route;
import org.lamplighter.trouble.TroublePhase;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

class CallbackIT {
    @TempDir Path directory;

    private final Instant now = InstantSource.system().instant();
    private DeskBed bed;
    private DeskBed.Running desk;
    private RecordingReceiver city;
    private String number;

    @BeforeEach
    void aDispatchedCase() throws Exception {
        bed = DeskBed.make(directory);
        city = RecordingReceiver.start();
        desk = bed.startDesk();
        DeliveryIT.target(desk, "city", city.url());
        bed.announce(Troubles.methane("C-1", 0, 1, TroublePhase.ACTIVE));
        bed.untilCount("select count(*) from delivery where state = 'delivered'", 2);
        number = bed.texts("select number from cases").getFirst();
        DeliveryIT.target(desk, "other", city.url());
    }

    @AfterEach
    void close() throws Exception {
        bed.close();
        city.close();
    }

    @Test
    void isAppliedOnceHoweverOftenItComes() {
        String body =
                body(
                        "cb-1",
                        "accepted",
                        ", \"by\": \"Li\", \"note\": \"on the way\", \"verdict\": \"true\"");

        Answer first = call("city", body, now);
        Answer second = call("city", body, now);

        assertThat(DeskBed.json(first).path("result").asText()).isEqualTo("applied");
        assertThat(DeskBed.json(first).path("state").asText()).isEqualTo("accepted");
        assertThat(DeskBed.status(second)).isEqualTo(200);
        assertThat(DeskBed.json(second).path("result").asText()).isEqualTo("already-applied");
        assertThat(bed.texts("select reason from case_event where type like '%accepted'"))
                .containsExactly("it was accepted: by Li, on the way");
        assertThat(
                        bed.texts(
                                "select rule || ' ' || rule_version || ' ' || verdict from"
                                        + " rule_verdict"))
                .containsExactly("methane-high 3 true");
    }

    @Test
    void anotherIdForAStepThatWasTakenIsAlreadyApplied() {
        call("city", body("cb-1", "accepted", ""), now);

        Answer again = call("city", body("cb-2", "accepted", ""), now);

        assertThat(DeskBed.status(again)).isEqualTo(200);
        assertThat(DeskBed.json(again).path("result").asText()).isEqualTo("already-applied");
    }

    @Test
    void anIllegalStepIsAConflictThatTellsTheState() {
        Answer answer = call("city", body("cb-1", "handled", ""), now);

        assertThat(DeskBed.status(answer)).isEqualTo(409);
        assertThat(DeskBed.json(answer).path("detail").asText())
                .isEqualTo(
                        "action: a case in state dispatched cannot be handled before it was"
                                + " accepted: accept it first; case "
                                + number
                                + " is in state dispatched");
        assertThat(bed.count("select count(*) from callback")).isZero();
    }

    @Test
    void anIdThatIsUsedForSomethingElseIsAConflict() {
        call("city", body("cb-1", "accepted", ""), now);

        Answer answer = call("city", body("cb-1", "rejected", ""), now);

        assertThat(DeskBed.status(answer)).isEqualTo(409);
        assertThat(DeskBed.json(answer).path("detail").asText())
                .isEqualTo(
                        "id: the id \"cb-1\" was used before for another callback; give each"
                                + " callback an id of its own; case "
                                + number
                                + " is in state accepted");
    }

    @Test
    void closingPublishesTheDecision() {
        call("city", body("cb-1", "closed", ", \"verdict\": \"false-alarm\""), now);

        bed.untilCount("select count(*) from case_decision where sent_at is not null", 1);
        assertThat(bed.decisions()).hasSize(1);
        assertThat(bed.texts("select state from cases")).containsExactly("closed");
    }

    @Test
    void aWrongSecretAnUnknownTargetAndAnOldTimestampLookTheSame() {
        String body = body("cb-1", "accepted", "");

        Answer wrongSecret = call("city", DeliveryIT.NEXT_SECRET, body, now);
        Answer unknownTarget = call("nobody", body, now);
        Answer old = call("city", body, now.minus(Duration.ofMinutes(6)));
        Answer early = call("city", body, now.plus(Duration.ofMinutes(6)));

        for (Answer answer : new Answer[] {wrongSecret, unknownTarget, old, early}) {
            assertThat(DeskBed.status(answer)).isEqualTo(401);
            assertThat(DeskBed.json(answer).path("detail").asText())
                    .isEqualTo(
                            "header webhook-signature: a callback must be signed with the target's"
                                + " secret over webhook-id, webhook-timestamp and body, at a time"
                                + " within five minutes of now; check the target's name, its secret"
                                + " and the clock");
        }
        assertThat(bed.texts("select state from cases")).containsExactly("dispatched");
    }

    @Test
    void aTargetMaySpeakOnlyOfCasesItWasSent() {
        Answer answer = call("other", body("cb-1", "accepted", ""), now);

        assertThat(DeskBed.status(answer)).isEqualTo(404);
        assertThat(DeskBed.json(answer).path("detail").asText())
                .isEqualTo(
                        "case: there is no case \""
                                + number
                                + "\" that was sent to target other; give the id or number"
                                + " of an event that the target received");
    }

    @Test
    void tellsEveryFaultOfABodyAtOnce() {
        Answer answer =
                call(
                        "city",
                        "{\"id\": \"\", \"case\": \"x\", \"action\": \"done\", \"verdict\":"
                                + " \"maybe\", \"at\": \"today\"}",
                        now);

        assertThat(DeskBed.status(answer)).isEqualTo(422);
        assertThat(DeskBed.json(answer).path("detail").asText().lines())
                .containsExactly(
                        "id: it must have 1 to 128 characters, but has 0; give a shorter one, or"
                                + " none where it may be left out",
                        "action: it must be accepted, handled, rejected or closed, but is \"done\";"
                                + " give one of these",
                        "verdict: it must be true, false-alarm or duplicate, but is \"maybe\"; give"
                                + " one of these",
                        "at: it must be a time as ISO 8601 writes it, but is \"today\"; give one"
                                + " such as 2026-03-01T08:00:00Z");
    }

    private String body(String id, String action, String more) {
        return "{\"id\": \""
                + id
                + "\", \"case\": \""
                + number
                + "\", \"action\": \""
                + action
                + "\""
                + more
                + "}";
    }

    private Answer call(String target, String body, Instant at) {
        return call(target, DeliveryIT.SECRET, body, at);
    }

    private Answer call(String target, String secret, String body, Instant at) {
        String signature =
                WebhookSecret.parse(secret)
                        .orElseThrow()
                        .sign("m-1", at.getEpochSecond(), body.getBytes(StandardCharsets.UTF_8));
        return desk.call(
                Route.Method.POST,
                "/api/v1/dispatch/{target}/events",
                Map.of("target", target),
                Map.of(),
                DeskBed.headers(
                        "webhook-id",
                        "m-1",
                        "webhook-timestamp",
                        String.valueOf(at.getEpochSecond()),
                        "webhook-signature",
                        signature),
                body);
    }
}
