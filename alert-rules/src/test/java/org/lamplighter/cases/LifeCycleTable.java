// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cases;

import org.lamplighter.trouble.TroublePhase;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Walks the life cycle from its beginning and writes what it finds as the table of the
 * documentation.
 */
final class LifeCycleTable {
    private LifeCycleTable() {}

    /** Every input there is. */
    static List<CaseInput> inputs() {
        List<CaseInput> inputs = new ArrayList<>();
        for (TroublePhase phase : TroublePhase.values()) {
            inputs.add(new CaseInput.Sensed(phase));
        }
        inputs.add(new CaseInput.Dispatched());
        for (CaseAction action : CaseAction.values()) {
            inputs.add(new CaseInput.Called(action));
        }
        inputs.add(new CaseInput.Absorbed());
        inputs.add(new CaseInput.Released());
        return inputs;
    }

    /** Every standing that a case can come to, sorted. */
    static List<CaseStanding> reachable() {
        Set<CaseStanding> seen = new LinkedHashSet<>();
        Queue<CaseStanding> open = new ArrayDeque<>();
        open.add(CaseLifeCycle.open().next());
        while (!open.isEmpty()) {
            CaseStanding standing = open.remove();
            if (seen.add(standing)) {
                inputs().forEach(input -> open.add(CaseLifeCycle.step(standing, input).next()));
            }
        }
        return seen.stream()
                .sorted(
                        Comparator.comparing(CaseStanding::state)
                                .thenComparing(CaseStanding::sensors)
                                .thenComparing(standing -> marksOf(standing)))
                .toList();
    }

    static String markdown() {
        StringBuilder text = new StringBuilder();
        text.append(
                """
                # The life cycle of a case

                Generated from `CaseLifeCycle` by its test; do not edit. To write it again after a change:
                `mvn -o -pl alert-rules -am test -Dgates.skip -Dtest=CaseLifeCycleTest -DfailIfNoTests=false -Dsurefire.failIfNoSpecifiedTests=false -Dregenerate`

                A cell says which state the case has afterwards and, in brackets, which event is announced; `same` is the
                state it had. `already` is harmless repetition (a callback is answered with 200), `illegal` has no such step
                (409, with the state). Where the outcome depends on more than the state, each line says on what: how the
                sensors stand, and the marks *accepted* (somebody has accepted it) and *dispatched* (a target has taken it).

                """);
        text.append(
                "Open, of which there is at most one for a kind and scope: every state but closed,"
                        + " rejected, withdrawn, absorbed.\n");
        for (CaseInput input : inputs()) {
            text.append("\n## ").append(nameOf(input)).append("\n\n");
            text.append("| state | then |\n|---|---|\n");
            for (CaseState state : CaseState.values()) {
                text.append("| ").append(state.text()).append(" | ");
                text.append(cell(state, input)).append(" |\n");
            }
        }
        return text.toString();
    }

    private static String cell(CaseState state, CaseInput input) {
        Map<String, List<CaseStanding>> byOutcome = new LinkedHashMap<>();
        for (CaseStanding from : reachable()) {
            if (from.state() == state) {
                String outcome = outcomeOf(from, CaseLifeCycle.step(from, input));
                byOutcome.computeIfAbsent(outcome, none -> new ArrayList<>()).add(from);
            }
        }
        if (byOutcome.size() == 1) {
            return byOutcome.keySet().iterator().next();
        }
        List<CaseStanding> all = byOutcome.values().stream().flatMap(List::stream).toList();
        return byOutcome.entrySet().stream()
                .map(entry -> entry.getKey() + " if " + condition(entry.getValue(), all))
                .collect(Collectors.joining("<br>"));
    }

    private static String outcomeOf(CaseStanding from, Transition transition) {
        return switch (transition.outcome()) {
            case ALREADY -> "already";
            case ILLEGAL -> "illegal";
            case APPLIED -> {
                CaseState next = transition.next().state();
                String events =
                        transition.events().stream()
                                .map(CaseEventType::text)
                                .collect(Collectors.joining(", "));
                String refuted =
                        transition.next().sensors() == TroublePhase.WITHDRAWN
                                        && transition.next().has(CaseMark.REFUTED)
                                ? ", marked refuted"
                                : "";
                yield (next == from.state() ? "same" : "**" + next.text() + "**")
                        + refuted
                        + (events.isEmpty() ? "" : " (" + events + ")");
            }
        };
    }

    /**
     * The shortest of the conditions that tell the given standings from all others of the state.
     */
    private static String condition(List<CaseStanding> some, List<CaseStanding> all) {
        List<CaseStanding> others = all.stream().filter(each -> !some.contains(each)).toList();
        for (CaseMark mark : List.of(CaseMark.ACCEPTED, CaseMark.DISPATCHED)) {
            if (some.stream().allMatch(each -> each.has(mark))
                    && others.stream().noneMatch(each -> each.has(mark))) {
                return mark.text();
            }
            if (some.stream().noneMatch(each -> each.has(mark))
                    && others.stream().allMatch(each -> each.has(mark))) {
                return "not " + mark.text();
            }
        }
        return some.stream()
                .collect(
                        Collectors.groupingBy(
                                LifeCycleTable::marksOf, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .collect(
                        Collectors.groupingBy(
                                entry -> sensorsOf(entry.getValue()),
                                LinkedHashMap::new,
                                Collectors.mapping(Map.Entry::getKey, Collectors.toList())))
                .entrySet()
                .stream()
                .map(entry -> "sensors " + entry.getKey() + onMarks(entry, all))
                .collect(Collectors.joining(", or "));
    }

    private static String onMarks(Map.Entry<String, List<String>> entry, List<CaseStanding> all) {
        Set<String> every = all.stream().map(LifeCycleTable::marksOf).collect(Collectors.toSet());
        Set<String> here = new TreeSet<>(entry.getValue());
        if (here.equals(every)) {
            return "";
        }
        if (here.stream().allMatch(marks -> marks.contains("accepted"))) {
            return " and accepted";
        }
        if (here.stream().noneMatch(marks -> marks.contains("accepted"))) {
            return " and not accepted";
        }
        return "";
    }

    private static String sensorsOf(List<CaseStanding> standings) {
        return standings.stream()
                .map(standing -> standing.sensors().text())
                .distinct()
                .collect(Collectors.joining(" or "));
    }

    private static String marksOf(CaseStanding standing) {
        return standing.marks().stream()
                .filter(mark -> mark != CaseMark.REFUTED)
                .map(CaseMark::text)
                .collect(Collectors.joining(" and "));
    }

    private static String nameOf(CaseInput input) {
        return switch (input) {
            case CaseInput.Sensed sensed -> "The trouble is " + sensed.phase().text();
            case CaseInput.Dispatched dispatched -> "A target takes it (first 2xx)";
            case CaseInput.Called called -> "Called " + called.action().text();
            case CaseInput.Absorbed absorbed -> "An area case covers it";
            case CaseInput.Released released -> "The area case covers it no longer";
        };
    }
}
