// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import org.jdbi.v3.core.Handle;
import org.lamplighter.cases.CaseDecision;
import org.lamplighter.cases.CaseInput;
import org.lamplighter.cases.CaseLifeCycle;
import org.lamplighter.cases.Transition;
import org.lamplighter.trouble.Claimant;
import org.lamplighter.trouble.Trouble;
import org.lamplighter.trouble.TroubleId;
import org.lamplighter.trouble.TroublePhase;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Moves cases in the database by {@link CaseLifeCycle}. Stateless but for its settings, so safe to
 * share between threads; every method works in its caller's transaction, which must be READ
 * COMMITTED, and locks the cases it touches in the order of their ids.
 */
public final class CaseBook {
    /** What became of a trouble's snapshot: each is counted. */
    public enum Outcome {
        /** It opened a case. */
        OPENED,
        /** Its trouble was new and joined the open case of its kind and scope. */
        ATTACHED,
        /** It changed its case. */
        APPLIED,
        /**
         * One at least as new of its kind and scope had been applied before: jobs that went back to
         * a checkpoint tell once more what was, even under other ids.
         */
        REPEATED,
        /** The case of its trouble has ended; only a new trouble opens the next. */
        CASE_ENDED,
        /** It is part of another trouble before any case was opened for it. */
        PART_OF_ANOTHER,
        /** It told of a trouble that is over before any case was opened for it. */
        NOTHING_TO_OPEN;

        /** As in metrics: {@code case-ended}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What a step did to a case, for the one who asked for it. */
    public sealed interface Stepped {
        /**
         * The life cycle was asked.
         *
         * @param transition what it said
         * @param row how the case stands now
         */
        record Done(Transition transition, CaseRow row) implements Stepped {}

        /** There is no such case. */
        record NoSuchCase() implements Stepped {}
    }

    private static final String JOBS = "jobs";

    private final CaseStore store = new CaseStore();
    private final EventOutbox outbox;
    private final Runnable decided;
    private final ZoneId zone;

    /**
     * @param outbox gets every event
     * @param decided told after a commit that may hold a decision
     * @param zone whose calendar the years of case numbers follow
     */
    public CaseBook(EventOutbox outbox, Runnable decided, ZoneId zone) {
        this.outbox = outbox;
        this.decided = decided;
        this.zone = zone;
    }

    /** Applies snapshots in their order; the answer has one outcome for each. */
    public List<Outcome> sense(Handle handle, List<Trouble> snapshots, Instant now) {
        if (snapshots.isEmpty()) {
            return List.of();
        }
        Page page = new Page(handle, now);
        page.turnTo(snapshots);
        List<Outcome> outcomes = new ArrayList<>();
        for (Trouble snapshot : snapshots) {
            outcomes.add(sense(page, snapshot));
        }
        page.write();
        return outcomes;
    }

    /** Locks a case until the transaction ends. */
    public Optional<CaseRow> lock(Handle handle, CaseId id) {
        return store.lock(handle, id);
    }

    /** The case of this id or number. */
    public Optional<CaseId> find(Handle handle, String idOrNumber) {
        return handle.createQuery("select id from cases where id = :text or number = :text")
                .bind("text", idOrNumber)
                .mapTo(String.class)
                .findOne()
                .map(CaseId::new);
    }

    /** Applies one input to one case, locking it. */
    public Stepped step(
            Handle handle, CaseId id, CaseInput input, String note, String actor, Instant now) {
        Optional<CaseRow> row = store.lock(handle, id);
        if (row.isEmpty()) {
            return new Stepped.NoSuchCase();
        }
        Page page = new Page(handle, now);
        page.put(row.get());
        Transition transition = page.step(id, input, note, actor);
        page.write();
        return new Stepped.Done(transition, page.require(id));
    }

    /** To be called after a commit that changed a case: what it left to send leaves at once. */
    public void afterCommit() {
        outbox.wake();
        decided.run();
    }

    private Outcome sense(Page page, Trouble snapshot) {
        if (snapshot.rev() <= page.lastRev(snapshot)) {
            return Outcome.REPEATED;
        }
        Optional<CaseStore.Applied> before = page.findApplied(snapshot.id());
        if (before.isPresent()) {
            CaseId id = before.get().caseId();
            if (!page.require(id).standing().state().isOpen()) {
                return Outcome.CASE_ENDED;
            }
            page.sense(id, snapshot);
            return Outcome.APPLIED;
        }
        Optional<CaseRow> open = page.findOpen(snapshot);
        if (open.isPresent()) {
            page.sense(open.get().id(), snapshot);
            return Outcome.ATTACHED;
        }
        if (!snapshot.claimants().isEmpty()) {
            return Outcome.PART_OF_ANOTHER;
        }
        if (snapshot.phase() == TroublePhase.WITHDRAWN || snapshot.phase() == TroublePhase.ENDED) {
            return Outcome.NOTHING_TO_OPEN;
        }
        return page.open(snapshot);
    }

    /**
     * The cases of one transaction while it runs: read and locked once, changed in memory, written
     * once.
     */
    private final class Page {
        private final Handle handle;
        private final Instant now;
        private final Map<CaseId, CaseRow> rows = new HashMap<>();
        private final Map<String, CaseId> openByKey = new HashMap<>();
        private final Map<String, Long> revs = new HashMap<>();
        private final Map<TroubleId, CaseStore.Applied> applied = new HashMap<>();
        private final Map<TroubleId, CaseStore.Applied> appliedNow = new HashMap<>();
        private final Map<CaseId, CaseRow> changed = new HashMap<>();
        private final NavigableSet<String> opened = new TreeSet<>();
        private final List<CaseStore.NewEvent> events = new ArrayList<>();
        private final List<CaseDecision> decisions = new ArrayList<>();

        Page(Handle handle, Instant now) {
            this.handle = handle;
            this.now = now;
        }

        /**
         * Locks all that the snapshots may touch before anything is changed, always in this order:
         * keys, cases, and last the counter of numbers. Two desks then wait for each other, and
         * never in a circle.
         */
        void turnTo(List<Trouble> snapshots) {
            store.lockKeys(handle, keysOf(snapshots));
            store.lockCasesOf(handle, snapshots).forEach(this::put);
            // after the locks, so that it shows what others applied to these cases before
            applied.putAll(store.findApplied(handle, snapshots));
            store.findRevs(handle, snapshots)
                    .forEach((key, rev) -> revs.merge(key, rev, Math::max));
        }

        private static NavigableSet<String> keysOf(List<Trouble> snapshots) {
            NavigableSet<String> keys = new TreeSet<>();
            for (Trouble snapshot : snapshots) {
                keys.add(CaseDecision.keyOf(snapshot.kind(), snapshot.scope()));
                snapshot.claimants().forEach(claimant -> keys.add(claimant.text()));
            }
            return keys;
        }

        void put(CaseRow row) {
            rows.put(row.id(), row);
            String key = CaseDecision.keyOf(row.kind(), row.scope());
            revs.merge(key, row.rev(), Math::max);
            if (row.standing().state().isOpen()) {
                openByKey.put(key, row.id());
            } else {
                openByKey.remove(key, row.id());
            }
        }

        CaseRow require(CaseId id) {
            CaseRow row = rows.get(id);
            if (row == null) {
                throw new IllegalStateException("case " + id + " is referred to but was not found");
            }
            return row;
        }

        Optional<CaseStore.Applied> findApplied(TroubleId trouble) {
            return Optional.ofNullable(applied.get(trouble));
        }

        /**
         * The highest rev that was applied to a case of the trouble's kind and scope; 0 if none.
         */
        long lastRev(Trouble trouble) {
            return revs.getOrDefault(CaseDecision.keyOf(trouble.kind(), trouble.scope()), 0L);
        }

        Optional<CaseRow> findOpen(Trouble trouble) {
            return Optional.ofNullable(
                            openByKey.get(CaseDecision.keyOf(trouble.kind(), trouble.scope())))
                    .map(this::require);
        }

        Outcome open(Trouble snapshot) {
            Transition opening = CaseLifeCycle.open();
            CaseId id = CaseId.of(snapshot.id());
            // the id stands in for the number until the row is really in
            CaseRow row =
                    CaseRow.opening(
                            snapshot,
                            id.value(),
                            opening.next(),
                            Places.find(handle, snapshot.scope()),
                            now);
            if (!store.insert(handle, row)) {
                CaseRow other =
                        store.lockOpen(handle, snapshot.kind(), snapshot.scope())
                                .orElseThrow(
                                        () ->
                                                new IllegalStateException(
                                                        "the open case of "
                                                                + CaseDecision.keyOf(
                                                                        snapshot.kind(),
                                                                        snapshot.scope())
                                                                + " ended while this one was to be"
                                                                + " opened; it will be tried"
                                                                + " again"));
                put(other);
                sense(other.id(), snapshot);
                return Outcome.ATTACHED;
            }
            put(row.numbered(store.nextNumber(handle, now.atZone(zone).getYear())));
            opened.add(CaseDecision.keyOf(row.kind(), row.scope()));
            note(snapshot, id);
            take(id, opening, snapshot.reason(), JOBS);
            if (snapshot.phase() != TroublePhase.ACTIVE) {
                step(id, new CaseInput.Sensed(snapshot.phase()), snapshot.reason(), JOBS);
            }
            return Outcome.OPENED;
        }

        void sense(CaseId id, Trouble snapshot) {
            CaseRow before = require(id);
            put(before.sensing(snapshot));
            changed.put(id, require(id));
            note(snapshot, id);
            Optional<CaseId> area = findArea(require(id), snapshot);
            if (area.isPresent() && snapshot.phase() == before.standing().sensors()) {
                // that it is covered is all the news there is
                cover(id, area.get());
                return;
            }
            step(id, new CaseInput.Sensed(snapshot.phase()), snapshot.reason(), JOBS);
            if (require(id).hasLeftArea()) {
                put(require(id).within(""));
                step(id, new CaseInput.Released(), "", JOBS);
            } else if (area.isPresent() && require(id).waitsForArea()) {
                cover(id, area.get());
            }
        }

        private void cover(CaseId id, CaseId area) {
            put(require(id).within(area.value()));
            step(id, new CaseInput.Absorbed(), "", JOBS);
        }

        /** The open case of a claimant, if this case is to name it. */
        private Optional<CaseId> findArea(CaseRow row, Trouble snapshot) {
            if (!row.waitsForArea()) {
                return Optional.empty();
            }
            for (Claimant claimant : snapshot.claimants()) {
                Optional<CaseId> inMemory = Optional.ofNullable(openByKey.get(claimant.text()));
                Optional<CaseId> found =
                        inMemory.or(
                                () ->
                                        store.findOpen(handle, claimant)
                                                .filter(id -> !rows.containsKey(id)));
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }

        /** Those that have waited for a case that was opened here are covered by it. */
        private void coverWaiting() {
            for (CaseRow row : List.copyOf(rows.values())) {
                row.claimants().stream()
                        .filter(opened::contains)
                        .filter(key -> row.waitsForArea())
                        .findFirst()
                        .flatMap(key -> Optional.ofNullable(openByKey.get(key)))
                        .ifPresent(area -> cover(row.id(), area));
            }
        }

        Transition step(CaseId id, CaseInput input, String note, String actor) {
            Transition transition = CaseLifeCycle.step(require(id).standing(), input);
            return switch (transition.outcome()) {
                case APPLIED -> take(id, transition, note, actor);
                case ALREADY, ILLEGAL -> transition;
            };
        }

        private Transition take(CaseId id, Transition transition, String note, String actor) {
            CaseRow before = require(id);
            String reason =
                    Storable.of(
                            note.isEmpty()
                                    ? transition.reason()
                                    : transition.reason() + ": " + note);
            long sequence = before.sequence();
            for (var type : transition.events()) {
                sequence++;
                CaseRow row = before.stepped(transition.next(), reason, now, sequence);
                events.add(
                        new CaseStore.NewEvent(
                                new EventKey(id, sequence),
                                type.type(),
                                row.standing().state(),
                                now,
                                reason,
                                actor,
                                CaseEventJson.event(type, row, now)));
            }
            CaseRow after = before.stepped(transition.next(), reason, now, sequence);
            put(after);
            changed.put(id, after);
            if (before.standing().state().isOpen() && !after.standing().state().isOpen()) {
                decisions.add(decisionOn(after));
            }
            return transition;
        }

        private CaseDecision decisionOn(CaseRow row) {
            CaseDecision.Outcome outcome =
                    CaseDecision.Outcome.parse(row.standing().state().text());
            return new CaseDecision(
                    row.kind(), row.scope(), row.trouble(), row.rev(), outcome, now);
        }

        private void note(Trouble snapshot, CaseId id) {
            CaseStore.Applied noted = new CaseStore.Applied(id, snapshot.rev());
            applied.put(snapshot.id(), noted);
            appliedNow.put(snapshot.id(), noted);
        }

        void write() {
            coverWaiting();
            store.update(handle, changed.values());
            store.noteApplied(handle, appliedNow);
            store.insertEvents(handle, events);
            store.insertDecisions(handle, decisions);
            if (!events.isEmpty()) {
                outbox.enqueue(handle, events.stream().map(CaseStore.NewEvent::key).toList());
            }
        }
    }
}
