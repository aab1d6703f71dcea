// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cases;

import org.lamplighter.cases.Case.Place;
import org.lamplighter.trouble.Scope;
import org.lamplighter.trouble.Trouble;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The case book in memory, as the back-test keeps it: the same steps that the desk takes with its
 * database. Not safe to share between threads. It keeps every case it opened: it lives as long as a
 * back-test.
 */
public final class CaseBook {
    private final Function<Scope, Place> places;
    private final Map<String, Case> latest = new HashMap<>();
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
        if (known == null) {
            return open(key, trouble);
        }
        return switch (known.fitOf(trouble)) {
            case UPDATES -> enter(key, known.onTrouble(trouble), trouble.decidedAt());
            case STALE -> Entry.NOTHING;
            case BEGINS_NEXT -> open(key, trouble);
        };
    }

    /** Every case, open or ended, by number. */
    public List<Case> cases() {
        List<Case> all = new ArrayList<>(ended);
        all.addAll(latest.values());
        all.sort(Comparator.comparingLong(Case::number));
        return all;
    }

    private Entry open(String key, Trouble trouble) {
        Optional<CaseChange> opening =
                Case.findOpening(trouble, lastNumber + 1, places.apply(trouble.scope()));
        if (opening.isEmpty()) {
            return Entry.NOTHING;
        }
        lastNumber++;
        Case before = latest.get(key);
        if (before != null) {
            ended.add(before);
        }
        return enter(key, opening.get(), trouble.decidedAt());
    }

    private Entry enter(String key, CaseChange change, Instant at) {
        latest.put(key, change.next());
        return new Entry(change.events(), change.next().findDecision(at).stream().toList());
    }

    /**
     * What one step of the book brings.
     *
     * @param events to announce
     * @param decisions to tell the jobs, at most one
     */
    public record Entry(List<CaseEvent> events, List<CaseDecision> decisions) {
        private static final Entry NOTHING = new Entry(List.of(), List.of());

        public Entry {
            events = List.copyOf(events);
            decisions = List.copyOf(decisions);
        }
    }
}
