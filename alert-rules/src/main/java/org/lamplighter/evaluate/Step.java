// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import org.lamplighter.log.LoggedReading;
import org.lamplighter.reading.Mark;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.reading.Reading;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One call of the evaluator at work: what is kept of the device, in pieces that change.
 *
 * <p>The device's past is in three parts. The <em>base</em> is what all samples made that are older
 * than the lateness bound; it is final. The <em>recent</em> samples may still get others among
 * them. The <em>tip</em> is the base with the recent ones applied. A sample that comes in order
 * only moves the tip; any other makes the tip anew from the base, and the {@link Announcer} tells
 * the difference.
 *
 * <p>Used by one thread. Times are in milliseconds.
 */
final class Step {
    private static final Sample[] NONE = {};

    private final Plan plan;
    private final ServedTime served;
    private final long bound;
    private final long logTime;
    private final long floor;
    private final Announcer announcer;

    private long closed;
    private Fold base;
    private Folding tip;
    private Sample[] recent;
    private int foldedEarly;

    Step(
            DeviceState state,
            Subject subject,
            Plan plan,
            ServedTime served,
            long bound,
            long logTime) {
        this.plan = plan;
        this.served = served;
        this.bound = bound;
        this.logTime = Math.max(state.logTime(), logTime);
        this.floor = state.floor();
        this.announcer = new Announcer(subject.id(), state);
        this.closed = state.closed();
        this.base = state.base();
        this.tip = new Folding(state.tip(), plan, served, floor, this.logTime);
        this.recent = state.recent();
        runTimers(state.logTime());
        settle();
    }

    Announcer announcer() {
        return announcer;
    }

    Folding tip() {
        return tip;
    }

    long logTime() {
        return logTime;
    }

    /**
     * Fires the timers that log time has reached, each announced as of when it was due. Where log
     * time comes to the event time of a reading of a clock that was ahead, the tip is made anew:
     * only now is it known how long the device had been silent before.
     */
    private void runTimers(long before) {
        for (int i = plan.listens() ? firstAfter(before) : recent.length;
                i < recent.length && recent[i].event() <= logTime;
                i++) {
            long event = recent[i].event();
            runTimers(before, event);
            resolveUpTo(event);
            makeTip(event);
            announcer.compare(plan, tip, event);
        }
        runTimers(before, logTime);
    }

    /** The first of the recent samples, which are in the order of event time, after a time. */
    private int firstAfter(long time) {
        int first = recent.length;
        while (first > 0 && recent[first - 1].event() > time) {
            first--;
        }
        return first;
    }

    private void runTimers(long before, long limit) {
        tip.reach(limit);
        for (long due = tip.firstDue(limit); due != Folding.NEVER; due = tip.firstDue(limit)) {
            tip.fire(due);
            announcer.compare(plan, tip, Math.max(due, before));
        }
    }

    private long horizon() {
        return logTime - bound;
    }

    /** Makes final what no reading can change any more. */
    private void settle() {
        long horizon = horizon();
        int old = 0;
        while (old < recent.length && recent[old].event() < horizon) {
            old++;
        }
        if (old == recent.length && tip.lastFired() <= horizon) {
            if (old > 0 || tip.lastFired() > base.lastFired()) {
                announcer.settleAllEnded();
                base = tip.freeze().withoutEnded();
                tip = new Folding(base, plan, served, floor, logTime);
                recent = NONE;
            }
            return;
        }
        if (old > 0 || !base.phases().isEmpty() || silenceMayEnd(horizon)) {
            foldIntoBase(old, horizon);
        }
    }

    private boolean silenceMayEnd(long horizon) {
        return base.heard().isKnown() && base.heard().at() + plan.shortestSilence() <= horizon;
    }

    /**
     * Applies the first {@code count} recent samples to the base, then fires its timers up to
     * {@code limit}.
     */
    private void foldIntoBase(int count, long limit) {
        Folding folding = new Folding(base, plan, served, floor, logTime);
        for (int i = 0; i < count; i++) {
            folding.advance(recent[i].event());
            folding.apply(recent[i]);
        }
        folding.advance(limit);
        base = folding.freeze();
        recent = count == 0 ? recent : Arrays.copyOfRange(recent, count, recent.length);
        forgetEnded();
    }

    /** Drops from base, tip and announcements the episodes that ended in the base. */
    private void forgetEnded() {
        if (base.ended().isEmpty()) {
            return;
        }
        announcer.settle(base.ended());
        Fold now = tip.freeze();
        List<Fold.Ended> rest = new ArrayList<>(now.ended());
        for (Fold.Ended past : base.ended()) {
            for (int i = 0; i < rest.size(); i++) {
                if (rest.get(i).rule().equals(past.rule())) {
                    rest.remove(i);
                    break;
                }
            }
        }
        tip =
                new Folding(
                        new Fold(
                                now.lastEvent(),
                                now.lastFired(),
                                now.latest(),
                                now.heard(),
                                now.phases(),
                                rest),
                        plan,
                        served,
                        floor,
                        logTime);
        base = base.withoutEnded();
    }

    /** Takes a reading in. */
    Verdict read(LoggedReading logged, String source, boolean isLate) {
        Reading reading = logged.reading();
        Set<Mark> marks = reading.marks();
        long event = reading.eventTime().toEpochMilli();
        // of the past only what can be put in its place is evaluated: it is never the present
        boolean isPast =
                marks.contains(Mark.HISTORY)
                        && (marks.contains(Mark.CLOCK_SUSPECT) || isClosed(event, isLate));
        Sample sample =
                isPast
                        ? Sample.heard(event, reading.sequence(), source, 0)
                        : Sample.of(
                                event,
                                reading.sequence(),
                                source,
                                0,
                                reading.points(),
                                plan.points());
        Verdict verdict = take(sample, isLate);
        return isPast ? Verdict.HISTORY : verdict;
    }

    /** Takes in that the device was heard by a reading that was seen before. */
    void hear(LoggedReading logged, String source, boolean isLate) {
        if (plan.listens()) {
            Reading reading = logged.reading();
            take(
                    Sample.heard(reading.eventTime().toEpochMilli(), reading.sequence(), source, 0),
                    isLate);
        }
    }

    private Verdict take(Sample sample, boolean isLate) {
        if (isClosed(sample.event(), isLate)) {
            return takeClosed(sample, isLate);
        }
        if (sample.size() == 0 && (!plan.listens() || isHeardAlready(sample))) {
            return Verdict.IN_ORDER;
        }
        return place(
                sample.event() > logTime || !plan.listens()
                        ? sample.resolved(unresolved())
                        : resolve(sample));
    }

    /** Whether what was then cannot be changed any more. */
    private boolean isClosed(long event, boolean isLate) {
        return isLate || event < horizon() || event <= closed;
    }

    private long unresolved() {
        return plan.listens() ? Sample.UNRESOLVED : 0;
    }

    private Sample resolve(Sample sample) {
        return sample.resolved(servedAt(sample.source(), sample.event()));
    }

    private long servedAt(String source, long at) {
        return served.served(source, Instant.ofEpochMilli(at)).toMillis();
    }

    private boolean isHeardAlready(Sample sample) {
        for (Sample other : recent) {
            if (other.event() == sample.event() && other.source().compareTo(sample.source()) >= 0) {
                return true;
            }
        }
        return false;
    }

    private Verdict place(Sample sample) {
        int at = recent.length;
        while (at > 0 && recent[at - 1].compareTo(sample) > 0) {
            at--;
        }
        if (at > 0 && recent[at - 1].compareTo(sample) == 0) {
            return Verdict.DUPLICATE;
        }
        boolean inOrder = at == recent.length && sample.event() >= tip.lastFired();
        Sample[] more = Arrays.copyOf(recent, recent.length + 1);
        System.arraycopy(recent, at, more, at + 1, recent.length - at);
        more[at] = sample;
        recent = more;
        if (inOrder) {
            tip.advance(sample.event());
            tip.apply(sample);
        } else {
            makeTip(logTime);
        }
        tip.advance(Math.max(logTime, tip.lastEvent()));
        announcer.compare(plan, tip, logTime);
        closeEarly();
        return inOrder ? Verdict.IN_ORDER : Verdict.PLACED;
    }

    /** Applies the recent samples to the base, as it is known when log time is {@code now}. */
    private void makeTip(long now) {
        tip = new Folding(base, plan, served, floor, now);
        for (Sample each : recent) {
            tip.advance(each.event());
            tip.apply(each);
        }
        tip.advance(Math.max(now, tip.lastEvent()));
    }

    private void closeEarly() {
        int tooMany = recent.length - Evaluator.MAX_RECENT;
        if (tooMany > 0) {
            closed = Math.max(closed, recent[tooMany - 1].event());
            foldIntoBase(tooMany, closed);
            foldedEarly += tooMany;
        }
    }

    /** What comes too late to be put in its place counts only where nothing newer is known. */
    private Verdict takeClosed(Sample sample, boolean isLate) {
        long position = Math.max(horizon(), closed);
        Sample newest = onlyNewest(sample);
        if (newest.size() > 0 || plan.listens()) {
            Folding folding = new Folding(base, plan, served, floor, logTime);
            folding.advance(position);
            long heardServed =
                    plan.listens() && position <= logTime
                            ? servedAt(sample.source(), position)
                            : unresolved();
            folding.apply(newest.resolved(heardServed), sample.event(), position);
            base = folding.freeze();
            makeTip(logTime);
            announcer.compare(plan, tip, logTime);
            forgetEnded();
        }
        return newest.size() > 0
                ? isLate ? Verdict.LATE_NEWEST : Verdict.CLOSED_NEWEST
                : isLate ? Verdict.LATE : Verdict.CLOSED;
    }

    private Sample onlyNewest(Sample sample) {
        List<PointName> names = new ArrayList<>();
        List<PointValue> values = new ArrayList<>();
        for (int i = 0; i < sample.size(); i++) {
            PointName name = sample.name(i);
            int known = base.latest().indexOf(name);
            boolean newest = known < 0 || base.latest().time(known) <= sample.event();
            for (Sample other : recent) {
                newest &= !other.has(name);
            }
            if (newest) {
                names.add(name);
                values.add(sample.value(i));
            }
        }
        return new Sample(
                sample.event(),
                sample.sequence(),
                sample.source(),
                0,
                names.toArray(PointName[]::new),
                values.toArray(PointValue[]::new));
    }

    /**
     * Decides again, from the values in force, the rules that differ from those before a change.
     */
    void decideAgain(Plan before) {
        for (int i = 0; i < plan.size(); i++) {
            PlannedRule former = before.find(plan.rule(i).id());
            if (former == null || !former.decidesAs(plan.rule(i))) {
                tip.decideAgain(i, logTime);
            }
        }
        tip.advance(Math.max(logTime, tip.lastEvent()));
        announcer.compare(plan, tip, logTime);
        announcer.settleAllEnded();
        base = tip.freeze().withoutEnded();
        tip = new Folding(base, plan, served, floor, logTime);
    }

    Transition finish(Verdict verdict) {
        resolveHeard();
        Fold now = tip.freeze();
        DeviceState next =
                new DeviceState(
                        logTime,
                        closed,
                        floor,
                        base,
                        now,
                        recent,
                        announcer.announced(),
                        announcer.spent());
        return new Transition(next, announcer.effects(), nextDue(), verdict, foldedEarly);
    }

    /**
     * Asks the served clocks about samples of clocks that were ahead, now that log time has come
     * that far.
     */
    private void resolveUpTo(long time) {
        for (int i = 0; i < recent.length; i++) {
            if (recent[i].served() == Sample.UNRESOLVED && recent[i].event() <= time) {
                recent = recent.clone();
                recent[i] = resolve(recent[i]);
            }
        }
    }

    private void resolveHeard() {
        tip.resolve(logTime);
        if (base.heard().served() == Sample.UNRESOLVED) {
            Folding folding = new Folding(base, plan, served, floor, logTime);
            folding.resolve(logTime);
            base = folding.freeze();
        }
    }

    private Instant nextDue() {
        long next = tip.nextDue(logTime);
        if (plan.listens()) {
            int ahead = firstAfter(logTime);
            next = ahead < recent.length ? Math.min(next, recent[ahead].event()) : next;
            // while the served clocks still know the instants, the base must learn them too
            for (int i = 0; i < plan.size(); i++) {
                if (plan.rule(i).timing() instanceof PlannedRule.Timing.BySilence) {
                    next = Math.min(next, firstSilenceOnlyInTip(i) + bound + 1);
                }
            }
            if (tip.heard().isKnown() && tip.heard().served() == Sample.UNRESOLVED) {
                next = Math.min(next, tip.heard().at());
            }
        }
        return next >= Plan.NEVER ? Instant.MAX : Instant.ofEpochMilli(Math.max(next, logTime + 1));
    }

    private long firstSilenceOnlyInTip(int i) {
        boolean baseKnowsFirst = base.phaseOf(plan.rule(i).id()) instanceof Phase.Raised;
        List<Episode> episodes = tip.episodes(i);
        int first = baseKnowsFirst ? 1 : 0;
        return first < episodes.size() ? episodes.get(first).raisedAt() : Plan.NEVER;
    }
}
