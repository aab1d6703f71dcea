// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import org.lamplighter.cases.CaseState;
import org.lamplighter.desk.rest.Fault;
import org.lamplighter.desk.rest.Request;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which cases are asked for.
 *
 * @param states only these
 * @param kind only this kind; empty for all
 * @param scope only this scope; empty for all
 * @param updatedSince only those that changed at or after this time
 * @param limit at most so many
 */
record CaseQuery(List<String> states, String kind, String scope, Instant updatedSince, int limit) {
    /** The most cases or alarms of one answer. */
    static final int MAX_PAGE = 500;

    static final int DEFAULT_PAGE = 100;

    private static final String STATES =
            Arrays.stream(CaseState.values())
                    .map(CaseState::text)
                    .collect(Collectors.joining(", "));

    CaseQuery {
        states = List.copyOf(states);
    }

    /** Reads the query parameters; empty if there are faults. */
    static Optional<CaseQuery> read(Request request, List<Fault> faults) {
        List<String> states = readStates(request.findQuery("state").orElse(""), faults);
        Instant since = readTime(request, "updatedSince", faults);
        int limit = readLimit(request, faults);
        return faults.isEmpty()
                ? Optional.of(
                        new CaseQuery(
                                states,
                                request.findQuery("kind").orElse(""),
                                request.findQuery("scope").orElse(""),
                                since,
                                limit))
                : Optional.empty();
    }

    /** {@code open} stands for every open state; several are separated by commas. */
    private static List<String> readStates(String text, List<Fault> faults) {
        List<String> states = new ArrayList<>();
        for (CaseState state : CaseState.values()) {
            if (text.isEmpty()) {
                states.add(state.text());
            }
        }
        for (String word : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            if (word.equals("open")) {
                Arrays.stream(CaseState.values())
                        .filter(CaseState::isOpen)
                        .map(CaseState::text)
                        .forEach(states::add);
            } else if (Arrays.stream(CaseState.values())
                    .anyMatch(state -> state.text().equals(word))) {
                states.add(word);
            } else {
                faults.add(
                        new Fault(
                                "query state",
                                "a case's state must be open or one of "
                                        + STATES
                                        + ", but is \""
                                        + word
                                        + "\"",
                                "give one of these, or several with commas"));
            }
        }
        return states;
    }

    static Instant readTime(Request request, String name, List<Fault> faults) {
        String text = request.findQuery(name).orElse("1970-01-01T00:00:00Z");
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            faults.add(
                    new Fault(
                            "query " + name,
                            "it must be a time as ISO 8601 writes it, but is \"" + text + "\"",
                            "give one such as 2026-03-01T08:00:00Z"));
            return Instant.EPOCH;
        }
    }

    static int readLimit(Request request, List<Fault> faults) {
        String text = request.findQuery("limit").orElse(String.valueOf(DEFAULT_PAGE));
        int limit = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MAX_PAGE) {
            faults.add(
                    new Fault(
                            "query limit",
                            "it must be a number from 1 to "
                                    + MAX_PAGE
                                    + ", but is \""
                                    + text
                                    + "\"",
                            "ask for the next ones by updatedSince"));
        }
        return limit;
    }
}
