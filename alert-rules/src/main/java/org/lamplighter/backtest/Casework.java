// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.backtest;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.cases.Case;
import org.lamplighter.cases.CaseBook;
import org.lamplighter.cases.CaseDecision;
import org.lamplighter.cases.CaseEvent;
import org.lamplighter.correlate.Claim;
import org.lamplighter.correlate.Correlation;
import org.lamplighter.correlate.Correlator;
import org.lamplighter.correlate.CorrelatorState;
import org.lamplighter.correlate.area.AreaCorrelation;
import org.lamplighter.correlate.area.AreaCorrelator;
import org.lamplighter.correlate.area.AreaInput;
import org.lamplighter.correlate.area.AreaState;
import org.lamplighter.trouble.Scope;
import org.lamplighter.trouble.Trouble;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
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
    private static final AreaCorrelator AREAS = AreaCorrelator.DEFAULT;

    private final CaseBook book;
    private final Consumer<CaseEvent> events;
    private final Map<String, CorrelatorState> devices = new HashMap<>();
    private final Map<String, AreaState> areas = new HashMap<>();
    private final DueTimes devicesDue = new DueTimes();
    private final DueTimes areasDue = new DueTimes();
    private final Queue<Trouble> announced = new ArrayDeque<>();
    private final Queue<Claim> claimed = new ArrayDeque<>();

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
        return areaFirst() ? areasDue.next() : devicesDue.next();
    }

    /** At one time, what an area says of its devices comes before what they do on their own. */
    private boolean areaFirst() {
        return !areasDue.next().isAfter(devicesDue.next());
    }

    /** Runs the first that is due; call it only if there is one. */
    public void onDue() {
        Instant at = nextDue();
        if (areaFirst()) {
            String key = areasDue.take();
            keep(key, AREAS.onTime(areaOf(key), key, at));
        } else {
            String key = devicesDue.take();
            keep(key, CORRELATOR.onTime(deviceOf(key), at));
        }
        work(at);
    }

    /**
     * Takes in an alarm's snapshot.
     *
     * @param heard what the areas of its device hear of it
     */
    public void onAlarm(AlarmEvent alarm, List<AreaInput> heard) {
        heard.forEach(input -> keep(input.key(), AREAS.onInput(areaOf(input.key()), input)));
        String key = Correlator.keyOf(alarm);
        keep(key, CORRELATOR.onAlarm(deviceOf(key), alarm, alarm.decidedAt()));
        work(alarm.decidedAt());
    }

    /** An area hears of a device that it has come to it or left it. */
    public void onArea(AreaInput input) {
        keep(input.key(), AREAS.onInput(areaOf(input.key()), input));
        work(input.at());
    }

    /** Enters what correlation announces into the book, and tells it what the book decides. */
    private void work(Instant at) {
        while (true) {
            if (!claimed.isEmpty()) {
                Claim claim = claimed.remove();
                String key = Correlator.keyOf(claim);
                keep(key, CORRELATOR.onClaim(deviceOf(key), claim));
            } else if (!announced.isEmpty()) {
                CaseBook.Entry entry = book.onTrouble(announced.remove());
                entry.events().forEach(events);
                entry.decisions().forEach(decision -> tell(decision, at));
            } else {
                return;
            }
        }
    }

    private void tell(CaseDecision decision, Instant at) {
        String key = Correlator.keyOf(decision);
        switch (decision.scope()) {
            case Scope.OfDevice device ->
                    keep(key, CORRELATOR.onDecision(deviceOf(key), decision, at));
            case Scope.OfArea area -> keep(key, AREAS.onDecision(areaOf(key), decision, at));
        }
    }

    private void keep(String key, Correlation correlation) {
        if (correlation.next().isEmpty()) {
            devices.remove(key);
        } else {
            devices.put(key, correlation.next());
        }
        devicesDue.set(key, correlation.nextDue());
        announced.addAll(correlation.effects());
    }

    private void keep(String key, AreaCorrelation correlation) {
        if (correlation.next().isEmpty()) {
            areas.remove(key);
        } else {
            areas.put(key, correlation.next());
        }
        areasDue.set(key, correlation.nextDue());
        announced.addAll(correlation.troubles());
        claimed.addAll(correlation.claims());
    }

    private CorrelatorState deviceOf(String key) {
        return devices.getOrDefault(key, CorrelatorState.EMPTY);
    }

    private AreaState areaOf(String key) {
        return areas.getOrDefault(key, AreaState.EMPTY);
    }
}
