// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.backtest;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.cases.Case;
import org.lamplighter.cases.CaseBook;
import org.lamplighter.cases.CaseDecision;
import org.lamplighter.cases.CaseEvent;
import org.lamplighter.correlate.Correlation;
import org.lamplighter.correlate.Correlator;
import org.lamplighter.correlate.CorrelatorState;
import org.lamplighter.trouble.Scope;
import org.lamplighter.trouble.Trouble;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * From alarms to cases, in memory: the correlator that the job runs and the life cycle that the
 * desk runs, each told what the other decides. Whoever uses it lets time pass up to each alarm
 * first. Not safe to share between threads.
 */
public final class Casework {
    private static final Correlator CORRELATOR = Correlator.DEFAULT;

    private final CaseBook book;
    private final Consumer<CaseEvent> events;
    private final Map<String, CorrelatorState> correlating = new HashMap<>();
    private final DueTimes due = new DueTimes();

    /**
     * An empty case book.
     *
     * @param places finds a case's place by its scope
     * @param events hears what happens to cases, in the order of log time
     */
    public Casework(Function<Scope, Case.Place> places, Consumer<CaseEvent> events) {
        this.book = new CaseBook(places);
        this.events = events;
    }

    /** When {@link #onDue} must be called next, in log time; {@link Instant#MAX} if never. */
    public Instant nextDue() {
        return due.next();
    }

    /** Runs the first that is due; call it only if there is one. */
    public void onDue() {
        Instant at = due.next();
        String key = due.take();
        correlated(key, CORRELATOR.onTime(stateOf(key), at), at);
    }

    /** Takes in an alarm's snapshot. */
    public void onAlarm(AlarmEvent alarm) {
        String key = Correlator.keyOf(alarm);
        correlated(
                key, CORRELATOR.onAlarm(stateOf(key), alarm, alarm.decidedAt()), alarm.decidedAt());
    }

    /** Enters what correlation announces into the book, and tells it what the book decides. */
    private void correlated(String key, Correlation first, Instant at) {
        keep(key, first);
        Queue<Trouble> troubles = new ArrayDeque<>(first.effects());
        while (!troubles.isEmpty()) {
            CaseBook.Entry entry = book.onTrouble(troubles.remove());
            entry.events().forEach(events);
            for (CaseDecision decision : entry.decisions()) {
                Correlation correlation = CORRELATOR.onDecision(stateOf(key), decision, at);
                keep(key, correlation);
                troubles.addAll(correlation.effects());
            }
        }
    }

    private void keep(String key, Correlation correlation) {
        if (correlation.next().isEmpty()) {
            correlating.remove(key);
        } else {
            correlating.put(key, correlation.next());
        }
        due.set(key, correlation.nextDue());
    }

    private CorrelatorState stateOf(String key) {
        return correlating.getOrDefault(key, CorrelatorState.EMPTY);
    }
}
