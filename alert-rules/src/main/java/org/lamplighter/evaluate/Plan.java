// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import org.jspecify.annotations.Nullable;
import org.lamplighter.alarm.RuleId;
import org.lamplighter.reading.PointName;
import org.lamplighter.rule.RuleBook;
import org.lamplighter.rule.RuleInForce;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The rules that apply to one device, by id, with everything about them worked out. Immutable. */
final class Plan {
    /** Longer than any silence, and still without overflow when added to a time. */
    static final long NEVER = Long.MAX_VALUE / 4;

    private final RuleBook book;
    private final PlannedRule[] rules;
    private final PointName[] points;
    private final long shortestSilence;

    private Plan(RuleBook book, List<PlannedRule> rules) {
        this.book = book;
        this.rules = rules.toArray(PlannedRule[]::new);
        SortedSet<PointName> names = new TreeSet<>();
        rules.forEach(rule -> names.addAll(rule.points().keySet()));
        this.points = names.toArray(PointName[]::new);
        this.shortestSilence =
                rules.stream()
                        .mapToLong(
                                rule ->
                                        rule.timing()
                                                        instanceof
                                                        PlannedRule.Timing.BySilence silence
                                                ? silence.limit()
                                                : NEVER)
                        .min()
                        .orElse(NEVER);
    }

    static Plan of(RuleBook book, Subject subject) {
        List<PlannedRule> rules = new ArrayList<>();
        for (RuleInForce rule : book.rulesFor(subject.kind())) {
            if (rule.rule().appliesTo(subject.kind(), subject.device())) {
                rules.add(new PlannedRule(rule, book, subject));
            }
        }
        return new Plan(book, rules);
    }

    boolean isOf(RuleBook other) {
        return book == other;
    }

    int size() {
        return rules.length;
    }

    PlannedRule rule(int i) {
        return rules[i];
    }

    /** The points that some rule looks at, by name. */
    PointName[] points() {
        return points;
    }

    /** Whether some rule is about silence, so that hearing the device matters. */
    boolean listens() {
        return shortestSilence != NEVER;
    }

    /**
     * The least time without a report that some rule is about, in milliseconds; {@link #NEVER} if
     * none is.
     */
    long shortestSilence() {
        return shortestSilence;
    }

    @Nullable PlannedRule find(RuleId id) {
        for (PlannedRule rule : rules) {
            if (rule.id().equals(id)) {
                return rule;
            }
        }
        return null;
    }

    /** Whether it decides as another does. */
    boolean decidesAs(Plan other) {
        if (rules.length != other.rules.length) {
            return false;
        }
        for (int i = 0; i < rules.length; i++) {
            if (!rules[i].decidesAs(other.rules[i])) {
                return false;
            }
        }
        return true;
    }
}
