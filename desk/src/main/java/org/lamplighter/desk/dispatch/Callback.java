// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch;

import org.lamplighter.cases.CaseAction;
import org.lamplighter.cases.Verdict;
import org.lamplighter.desk.rest.Fault;
import org.lamplighter.desk.rest.JsonMembers;
import org.lamplighter.desk.rest.Problem;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a target says about a case.
 *
 * @param id the target's own name for this callback; applied once
 * @param caseText the case's id or number
 * @param action what happened
 * @param verdict what people found; empty if it is not told
 * @param at when it happened, as the target says; else when it was received
 * @param by who did it; may be empty
 * @param note whatever they want to add; may be empty
 */
record Callback(
        String id,
        String caseText,
        CaseAction action,
        String verdict,
        Instant at,
        String by,
        String note) {
    /** The longest id, case, and name of a person, in characters. */
    static final int MAX_WORD = 128;

    /** The longest note, in characters. */
    static final int MAX_NOTE = 2000;

    private static final Set<String> MEMBERS =
            Set.of("id", "case", "action", "verdict", "at", "by", "note");
    private static final String ACTIONS = "accepted, handled, rejected or closed";
    private static final String VERDICTS = "true, false-alarm or duplicate";

    /** What reading gave. */
    sealed interface Read {
        record Good(Callback callback) implements Read {}

        record Unreadable(Problem problem) implements Read {}
    }

    /** Reads the body of a callback; {@code now} stands for a time that is not told. */
    static Read read(byte[] body, Instant now) {
        List<Fault> faults = new ArrayList<>();
        Optional<JsonMembers> object = JsonMembers.read(body, MEMBERS, faults);
        if (object.isEmpty()) {
            return unreadable(Problem.Kind.MALFORMED, faults);
        }
        JsonMembers members = object.get();
        Optional<String> id = word(members, "id", members.requireText("id"));
        Optional<String> caseText = word(members, "case", members.requireText("case"));
        Optional<CaseAction> action =
                members.requireText("action").flatMap(text -> action(members, text));
        String verdict =
                members.findScalar("verdict")
                        .filter(text -> !text.isEmpty())
                        .flatMap(text -> verdict(members, text))
                        .orElse("");
        Instant at = members.findText("at").flatMap(text -> instant(members, text)).orElse(now);
        String by = word(members, "by", members.findText("by")).orElse("");
        String note = members.findText("note").orElse("");
        if (note.length() > MAX_NOTE) {
            members.refuse(
                    "note",
                    "it must have at most " + MAX_NOTE + " characters, but has " + note.length(),
                    "shorten it");
        }
        if (!faults.isEmpty() || id.isEmpty() || caseText.isEmpty() || action.isEmpty()) {
            return unreadable(Problem.Kind.INVALID, faults);
        }
        return new Read.Good(
                new Callback(
                        id.get(),
                        caseText.get(),
                        action.get(),
                        verdict,
                        at,
                        storable(by),
                        storable(note)));
    }

    /** Who and what, for the event's reason; empty if neither is told. */
    String remark() {
        String who = by.isEmpty() ? "" : "by " + by;
        return who + (who.isEmpty() || note.isEmpty() ? "" : ", ") + note;
    }

    private static Optional<String> word(JsonMembers members, String name, Optional<String> text) {
        return text.filter(
                value -> {
                    boolean good =
                            !value.isEmpty()
                                    && value.length() <= MAX_WORD
                                    && value.indexOf('\0') < 0;
                    if (!good) {
                        members.refuse(
                                name,
                                "it must have 1 to "
                                        + MAX_WORD
                                        + " characters, but has "
                                        + value.length(),
                                "give a shorter one, or none where it may be left out");
                    }
                    return good;
                });
    }

    private static Optional<CaseAction> action(JsonMembers members, String text) {
        try {
            return Optional.of(CaseAction.parse(text));
        } catch (IllegalArgumentException e) {
            members.refuse(
                    "action",
                    "it must be " + ACTIONS + ", but is \"" + text + "\"",
                    "give one of these");
            return Optional.empty();
        }
    }

    private static Optional<String> verdict(JsonMembers members, String text) {
        try {
            return Optional.of(Verdict.parse(text).text());
        } catch (IllegalArgumentException e) {
            members.refuse(
                    "verdict",
                    "it must be " + VERDICTS + ", but is \"" + text + "\"",
                    "give one of these");
            return Optional.empty();
        }
    }

    private static Optional<Instant> instant(JsonMembers members, String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            members.refuse(
                    "at",
                    "it must be a time as ISO 8601 writes it, but is \"" + text + "\"",
                    "give one such as 2026-03-01T08:00:00Z");
            return Optional.empty();
        }
    }

    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    private static Read unreadable(Problem.Kind kind, List<Fault> faults) {
        return new Read.Unreadable(new Problem(kind, "The callback was not applied", faults));
    }
}
