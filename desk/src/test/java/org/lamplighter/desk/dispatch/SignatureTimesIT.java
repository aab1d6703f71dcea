// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.desk.bed.DeskBed;
import org.lamplighter.desk.rest.Answer;
import org.lamplighter.desk.rest.Principal;
import org.lamplighter.desk.rest.Request;
import org.lamplighter.desk.rest.Route;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** How long a secret that was rotated is good for, and how old a signature may be. */
class SignatureTimesIT {
    private static final WebhookSecret OLD = WebhookSecret.parse(DeliveryIT.SECRET).orElseThrow();
    private static final WebhookSecret NEW =
            WebhookSecret.parse(DeliveryIT.NEXT_SECRET).orElseThrow();
    private static final Instant ROTATED = Instant.parse("2026-03-01T08:00:00Z");
    private static final Instant LAST = ROTATED.plus(Duration.ofHours(24)).minusMillis(1);
    private static final Instant TOO_LATE = ROTATED.plus(Duration.ofHours(24));

    @TempDir Path directory;

    private DeskBed bed;
    private TargetStore targets;
    private DeskBed.Running desk;

    @BeforeEach
    void rotate() {
        bed = DeskBed.make(directory);
        desk = bed.startDesk();
        targets = new TargetStore(bed.services().masterKey());
        bed.jdbi()
                .useTransaction(
                        handle -> {
                            targets.insert(
                                    handle,
                                    "city",
                                    "http://127.0.0.1/",
                                    OLD,
                                    ROTATED.minusSeconds(1));
                            Target target = targets.find(handle, "city", ROTATED).orElseThrow();
                            targets.rotate(handle, target, NEW, ROTATED);
                        });
    }

    @AfterEach
    void close() throws Exception {
        bed.close();
    }

    @Test
    void theOldSecretSignsForADayAndNotAMomentLonger() {
        assertThat(secretsAt(LAST)).containsExactly(NEW, OLD);
        assertThat(secretsAt(TOO_LATE)).containsExactly(NEW);
    }

    @Test
    void theOldSecretVerifiesForADayAndNotAMomentLonger() throws Exception {
        // a callback that is let in is answered by what is wrong with it
        assertThat(DeskBed.status(callAt(LAST, OLD))).isEqualTo(422);
        assertThat(DeskBed.status(callAt(LAST, NEW))).isEqualTo(422);
        assertThat(DeskBed.status(callAt(TOO_LATE, OLD))).isEqualTo(401);
        assertThat(DeskBed.status(callAt(TOO_LATE, NEW))).isEqualTo(422);
    }

    @Test
    void aCallbackMayBeFiveMinutesFromTheDesksClockAndNotAMomentMore() throws Exception {
        for (Duration atLimit : List.of(Duration.ofMinutes(-5), Duration.ofMinutes(5))) {
            assertThat(DeskBed.status(callAt(ROTATED, NEW, ROTATED.plus(atLimit)))).isEqualTo(422);
        }
        assertThat(DeskBed.status(callAt(ROTATED, NEW, ROTATED.minusSeconds(301)))).isEqualTo(401);
        assertThat(DeskBed.status(callAt(ROTATED, NEW, ROTATED.plusSeconds(301)))).isEqualTo(401);
        assertThat(
                        DeskBed.status(
                                callAt(
                                        ROTATED.plusMillis(1),
                                        NEW,
                                        ROTATED.minus(Duration.ofMinutes(5)))))
                .isEqualTo(401);
    }

    private List<WebhookSecret> secretsAt(Instant time) {
        return bed.jdbi()
                .withHandle(handle -> targets.find(handle, "city", time).orElseThrow().secrets());
    }

    private Answer callAt(Instant time, WebhookSecret secret) throws Exception {
        return callAt(time, secret, time);
    }

    private Answer callAt(Instant time, WebhookSecret secret, Instant signed) throws Exception {
        Route route =
                new CallbackRoutes(bed.jdbi(), targets, desk.book(), InstantSource.fixed(time))
                        .routes()
                        .getFirst();
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        long signedAt = signed.getEpochSecond();
        return route.handler()
                .answer(
                        new Request(
                                "/api/v1/dispatch/city/events",
                                Map.of("target", "city"),
                                Map.of(),
                                DeskBed.headers(
                                        "webhook-id",
                                        "m-1",
                                        "webhook-timestamp",
                                        Long.toString(signedAt),
                                        "webhook-signature",
                                        secret.sign("m-1", signedAt, body)),
                                body,
                                new Principal("test")));
    }
}
