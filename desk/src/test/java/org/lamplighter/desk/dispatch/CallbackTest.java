// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.cases.CaseAction;
import org.lamplighter.desk.rest.Fault;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Each bound of a callback at its limit and one past it. */
class CallbackTest {
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    @Test
    void anIdACaseAndAPersonHave128CharactersAndANote2000() {
        String word = "w".repeat(128);
        String note = "井".repeat(2000);

        assertThat(read(word, word, word, note))
                .isEqualTo(
                        new Callback.Read.Good(
                                new Callback(
                                        word, word, CaseAction.ACCEPTED, "", NOW, word, note)));
        assertThat(faults(read(word + "w", word + "w", word + "w", note + "井")))
                .containsExactly(
                        "id: it must have 1 to 128 characters, but has 129; give a shorter one, or"
                                + " none where it may be left out",
                        "case: it must have 1 to 128 characters, but has 129; give a shorter one,"
                                + " or none where it may be left out",
                        "by: it must have 1 to 128 characters, but has 129; give a shorter one, or"
                                + " none where it may be left out",
                        "note: it must have at most 2000 characters, but has 2001; shorten it");
    }

    private static Callback.Read read(String id, String caseText, String by, String note) {
        String body =
                "{\"id\": \"%s\", \"case\": \"%s\", \"action\": \"accepted\", \"by\": \"%s\", \"note\": \"%s\"}"
                        .formatted(id, caseText, by, note);
        return Callback.read(body.getBytes(StandardCharsets.UTF_8), NOW);
    }

    private static List<String> faults(Callback.Read read) {
        return switch (read) {
            case Callback.Read.Good good -> List.of();
            case Callback.Read.Unreadable unreadable ->
                    unreadable.problem().faults().stream().map(Fault::toString).toList();
        };
    }
}
