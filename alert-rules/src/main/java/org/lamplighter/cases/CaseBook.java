// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cases;

import org.lamplighter.cases.Case.Place;
import org.lamplighter.trouble.Claimant;
import org.lamplighter.trouble.Scope;
import org.lamplighter.trouble.Trouble;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The case book in memory, as the back-test keeps it: the same steps that the desk takes with its
 * database. Not safe to share between threads. It keeps every case it opened: it lives as long as a
 * back-test.
 */
public final class CaseBook {
    private final Function<Scope, Place> places;
    private final Map<String, Case> latest = new HashMap<>();
    private final TreeSet<String> waiting = new TreeSet<>();
    private final List<Case> ended = new ArrayList<>();
    private long lastNumber;

    /** An empty book that finds a case's place by its scope. */
    public CaseBook(Function<Scope, Place> places) {
        this.places = places;
    }

    /**
     * Attaches a trouble to the open case of its kind and scope, or opens one.
     *
     * @return what to announce and what to tell the jobs; empty lists if the snapshot says nothing
     *     new
     */
    public Entry onTrouble(Trouble trouble) {
        String key = CaseDecision.keyOf(trouble.kind(), trouble.scope());
        Case known = latest.get(key);
        List<CaseEvent> events = new ArrayList<>();
        List<CaseDecision> decisions = new ArrayList<>();
        if (known == null) {
            open(trouble).ifPresent(change -> enter(key, change, trouble, events, decisions));
        } else {
            switch (known.fitOf(trouble)) {
                case UPDATES -> enter(key, update(known, trouble), trouble, events, decisions);
                case STALE -> {}
                case BEGINS_NEXT ->
                        open(trouble)
                                .ifPresent(
                                        change -> {
                                            ended.add(known);
                                            enter(key, change, trouble, events, decisions);
                                        });
            }
        }
        return new Entry(events, decisions);
    }

    private CaseChange update(Case known, Trouble snapshot) {
        Optional<CaseId> area =
                snapshot.claimants().stream()
                        .map(claimant -> Optional.ofNullable(latest.get(claimant.text())))
                        .flatMap(Optional::stream)
                        .filter(covering -> covering.standing().state().isOpen())
                        .map(Case::id)
                        .findFirst();
        return area.isPresent() ? known.onTrouble(snapshot, area.get()) : known.onTrouble(snapshot);
    }

    /** Every case, open or ended, by number. */
    public List<Case> cases() {
        List<Case> all = new ArrayList<>(ended);
        all.addAll(latest.values());
        all.sort(Comparator.comparingLong(Case::number));
        return all;
    }

    private Optional<CaseChange> open(Trouble trouble) {
        Optional<CaseChange> opening =
                Case.findOpening(trouble, lastNumber + 1, places.apply(trouble.scope()));
        opening.ifPresent(change -> lastNumber++);
        return opening;
    }

    private void put(String key, Case next) {
        latest.put(key, next);
        if (next.waitsForArea()) {
            waiting.add(key);
        } else {
            waiting.remove(key);
        }
    }

    private Case requireLatest(String key) {
        Case found = latest.get(key);
        if (found == null) {
            throw new IllegalStateException("the book has no case of " + key);
        }
        return found;
    }

    /** Enters a case, and those that have waited for it because it covers them. */
    private void enter(
            String key,
            CaseChange change,
            Trouble trouble,
            List<CaseEvent> events,
            List<CaseDecision> decisions) {
        Instant at = trouble.decidedAt();
        put(key, change.next());
        events.addAll(change.events());
        change.next().findDecision(at).ifPresent(decisions::add);
        if (!change.next().standing().state().isOpen()) {
            return;
        }
        Claimant claimant = new Claimant(trouble.kind(), trouble.scope());
        for (String each : List.copyOf(waiting)) {
            Case small = requireLatest(each);
            if (small.claimants().contains(claimant)) {
                CaseChange covered = small.coveredBy(change.next().id(), at);
                put(each, covered.next());
                events.addAll(covered.events());
                covered.next().findDecision(at).ifPresent(decisions::add);
            }
        }
    }

    /**
     * What one step of the book brings.
     *
     * @param events to announce
     * @param decisions to tell the jobs
     */
    public record Entry(List<CaseEvent> events, List<CaseDecision> decisions) {
        public Entry {
            events = List.copyOf(events);
            decisions = List.copyOf(decisions);
        }
    }
}
