// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

class ReceiverTest {
    private static final String SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private static final String OTHER_SECRET = "whsec_YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXphYmNkZWY=";

    private final List<Receiver.Event> events = Collections.synchronizedList(new ArrayList<>());
    private final HttpClient client = HttpClient.newHttpClient();
    private final Instant now = InstantSource.system().instant();

    @Test
    void handsAVerifiedEventOverOnceHoweverOftenItComes() throws Exception {
        try (Receiver receiver = Receiver.start(0, SECRET, events::add)) {
            assertThat(post(receiver, SECRET, "e-1", now, "{\"id\": \"e-1\"}")).isEqualTo(204);
            assertThat(post(receiver, SECRET, "e-1", now, "{\"id\": \"e-1\"}")).isEqualTo(204);
            assertThat(post(receiver, SECRET, "e-2", now, "{\"id\": \"e-2\"}")).isEqualTo(204);

            assertThat(events).extracting(Receiver.Event::id).containsExactly("e-1", "e-2");
            assertThat(receiver.counts()).isEqualTo(new Receiver.Counts(2, 1, 0));
        }
    }

    @Test
    void refusesWhatIsNotSignedWithItsSecretOrIsTooOld() throws Exception {
        try (Receiver receiver = Receiver.start(0, SECRET, events::add)) {
            assertThat(post(receiver, OTHER_SECRET, "e-1", now, "{}")).isEqualTo(401);
            assertThat(post(receiver, SECRET, "e-1", now.minus(Duration.ofMinutes(6)), "{}"))
                    .isEqualTo(401);

            assertThat(events).isEmpty();
            assertThat(receiver.counts()).isEqualTo(new Receiver.Counts(0, 0, 2));
        }
    }

    @Test
    void asksForAnEventAgainThatItsSinkCouldNotTake() throws Exception {
        List<String> attempts = Collections.synchronizedList(new ArrayList<>());
        Receiver.Sink failsOnce =
                event -> {
                    attempts.add(event.id());
                    if (attempts.size() == 1) {
                        throw new IOException("disk full");
                    }
                };
        try (Receiver receiver = Receiver.start(0, SECRET, failsOnce)) {
            assertThat(post(receiver, SECRET, "e-1", now, "{}")).isEqualTo(500);
            assertThat(post(receiver, SECRET, "e-1", now, "{}")).isEqualTo(204);

            assertThat(attempts).containsExactly("e-1", "e-1");
        }
    }

    @Test
    void takesABodyAtItsLimitAndRefusesOneByteMore() throws Exception {
        try (Receiver receiver = Receiver.start(0, SECRET, events::add)) {
            String atLimit = "\"" + "x".repeat(Receiver.MAX_BODY_BYTES - 2) + "\"";

            assertThat(post(receiver, SECRET, "e-1", now, atLimit)).isEqualTo(204);
            assertThat(post(receiver, SECRET, "e-2", now, atLimit + " ")).isEqualTo(413);
        }
    }

    @Test
    void forgetsTheOldestIdPastItsLimit() throws Exception {
        List<String> known = new ArrayList<>();
        for (int i = 0; i < Receiver.REMEMBERED_IDS; i++) {
            known.add("old-" + i);
        }
        try (Receiver receiver = Receiver.start(0, SECRET, events::add, known)) {
            post(receiver, SECRET, "old-0", now, "{}");
            assertThat(events).isEmpty();

            post(receiver, SECRET, "new", now, "{}");
            post(receiver, SECRET, "old-0", now, "{}");
            assertThat(events).extracting(Receiver.Event::id).containsExactly("new", "old-0");
        }
    }

    @Test
    void remembersTheIdsOfItsFileOverARestart(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("events.jsonl");
        try (EventFile out = EventFile.append(file);
                Receiver receiver = Receiver.start(0, SECRET, out)) {
            post(receiver, SECRET, "e-1", now, "{\"id\": \"e-1\",\n \"type\": \"a\"}");
        }
        Files.writeString(file, Files.readString(file) + "{\"id\": \"cut o");

        try (EventFile out = EventFile.append(file)) {
            out.accept(new Receiver.Event("e-2", "{\"id\": \"e-2\"}"));
        }

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"id\":\"e-1\",\"type\":\"a\"}", "{\"id\": \"cut o", "{\"id\":\"e-2\"}");
        assertThat(EventFile.idsIn(file)).containsExactly("e-1", "e-2");
    }

    @Test
    void readsTheLast100000IdsOfItsFile(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("events.jsonl");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            lines.append("{\"id\":\"e-").append(i).append("\"}\n");
        }
        Files.writeString(file, lines);
        assertThat(EventFile.idsIn(file)).hasSize(100_000).startsWith("e-0");

        Files.writeString(file, lines + "{\"id\":\"one-more\"}\n");
        assertThat(EventFile.idsIn(file)).hasSize(100_000).startsWith("e-1").endsWith("one-more");
    }

    @Test
    void saysWhatASecretLooksLikeWithoutRepeatingIt() {
        assertThatThrownBy(() -> Receiver.start(0, "hunter2", events::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the secret must be whsec_ followed by Base64, as the target was created"
                                + " with; give that one");
    }

    private int post(Receiver receiver, String secret, String id, Instant at, String body)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + receiver.port() + "/events"))
                        .header("webhook-id", id)
                        .header("webhook-timestamp", String.valueOf(at.getEpochSecond()))
                        .header(
                                "webhook-signature",
                                new Webhook(secret).sign(id, at.getEpochSecond(), body))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
