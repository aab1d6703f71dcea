// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.cases.CaseDecision;
import org.lamplighter.trouble.Trouble;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Tells a correlator one thing after the other, through the bytes of its state each time. */
final class Story {
    private CorrelatorState state = CorrelatorState.EMPTY;
    private final List<Trouble> announced = new ArrayList<>();
    private Correlation last = new Correlation(state, List.of(), java.time.Instant.MAX, "");

    Story alarm(AlarmEvent alarm) {
        return take(Correlator.DEFAULT.onAlarm(state, alarm, alarm.decidedAt()));
    }

    Story decision(CaseDecision decision, long second) {
        return take(Correlator.DEFAULT.onDecision(state, decision, Alarms.at(second)));
    }

    Story time(long second) {
        return take(Correlator.DEFAULT.onTime(state, Alarms.at(second)));
    }

    /** The desk closes the trouble announced last. */
    Story closed(long second) {
        return decision(decisionOn(lastTrouble(), second), second);
    }

    static CaseDecision decisionOn(Trouble trouble, long second) {
        return new CaseDecision(
                trouble.kind(),
                trouble.scope(),
                trouble.id(),
                trouble.rev(),
                CaseDecision.Outcome.CLOSED,
                Alarms.at(second));
    }

    Trouble lastTrouble() {
        return announced.getLast();
    }

    CorrelatorState state() {
        return state;
    }

    Correlation last() {
        return last;
    }

    /**
     * What the last step announced, each as {@code kind phase severity at second: member state, …}.
     */
    List<String> news() {
        return last.effects().stream().map(Story::words).toList();
    }

    private Story take(Correlation step) {
        last = step;
        announced.addAll(step.effects());
        state = CorrelatorStateCodec.decode(CorrelatorStateCodec.encode(step.next()));
        if (!state.equals(step.next())) {
            throw new AssertionError("the codec changed " + step.next());
        }
        return this;
    }

    private static String words(Trouble trouble) {
        String members =
                trouble.members().stream()
                        .map(member -> member.id() + " " + member.state().text())
                        .collect(Collectors.joining(", "));
        return "%s %s %s at %d: %s"
                .formatted(
                        trouble.kind(),
                        trouble.phase().text(),
                        trouble.severity().text(),
                        java.time.Duration.between(Alarms.START, trouble.decidedAt()).toSeconds(),
                        members);
    }
}
