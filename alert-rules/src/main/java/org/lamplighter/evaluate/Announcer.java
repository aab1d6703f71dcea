// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import org.jspecify.annotations.Nullable;
import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmState;
import org.lamplighter.alarm.Evidence;
import org.lamplighter.alarm.RuleId;
import org.lamplighter.evaluate.Episode.Cause;
import org.lamplighter.reading.DeviceId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps what was announced of a device in step with its episodes, and announces only the
 * difference: what is new or corrected first, then what is withdrawn, so that a trouble does not
 * end for a moment between the two.
 *
 * <p>Used by one thread within one call of the evaluator.
 */
final class Announcer {
    private final DeviceId device;
    private final List<Announced> announced;
    private final List<AlarmEvent> effects = new ArrayList<>();
    private long spentAt;
    private List<RuleId> spentRules;

    Announcer(DeviceId device, DeviceState state) {
        this.device = device;
        this.announced = new ArrayList<>(state.announced());
        this.spentAt = state.spent().at();
        this.spentRules = state.spent().rules();
    }

    List<AlarmEvent> effects() {
        return effects;
    }

    List<Announced> announced() {
        return announced;
    }

    DeviceState.Spent spent() {
        return new DeviceState.Spent(spentAt, spentRules);
    }

    /** Announces how the episodes of all rules differ from what was announced. */
    void compare(Plan plan, Folding folding, long decidedAt) {
        List<Withdrawal> withdrawals = new ArrayList<>();
        for (int i = 0; i < plan.size(); i++) {
            List<Episode> episodes = folding.episodes(i);
            if (!episodes.isEmpty() || isAnnounced(plan.rule(i).id())) {
                compare(plan.rule(i), episodes, decidedAt, withdrawals);
            }
        }
        for (Withdrawal withdrawal : withdrawals) {
            Announced last = withdrawal.announced;
            announce(
                    withdrawal.rule,
                    new Announced(
                            last.rule(),
                            last.announcedAt(),
                            last.nth(),
                            last.rev() + 1,
                            last.raisedAt(),
                            last.clearedAt(),
                            last.severity()),
                    new AlarmState.Withdrawn(Instant.ofEpochMilli(last.raisedAt())),
                    decidedAt,
                    Reasons.withdrawn(),
                    List.of());
        }
    }

    private record Withdrawal(PlannedRule rule, Announced announced) {}

    private boolean isAnnounced(RuleId rule) {
        for (Announced alarm : announced) {
            if (alarm.rule().equals(rule)) {
                return true;
            }
        }
        return false;
    }

    private void compare(
            PlannedRule rule,
            List<Episode> episodes,
            long decidedAt,
            List<Withdrawal> withdrawals) {
        List<Announced> former = take(rule.id());
        @Nullable Announced[] partners = match(former, episodes);
        for (int i = 0; i < episodes.size(); i++) {
            Announced partner = partners[i];
            announced.add(
                    partner == null
                            ? begin(rule, episodes.get(i), decidedAt)
                            : update(rule, partner, episodes.get(i), decidedAt));
        }
        former.forEach(alarm -> withdrawals.add(new Withdrawal(rule, alarm)));
        announced.sort(
                Comparator.comparing(Announced::rule).thenComparingLong(Announced::raisedAt));
    }

    private List<Announced> take(RuleId rule) {
        List<Announced> taken = new ArrayList<>();
        announced.removeIf(alarm -> alarm.rule().equals(rule) && taken.add(alarm));
        return taken;
    }

    /** The announced alarm of each episode, if any; those left over stay in {@code former}. */
    private static @Nullable Announced[] match(List<Announced> former, List<Episode> episodes) {
        @Nullable Announced[] partners = new @Nullable Announced[episodes.size()];
        for (int i = 0; i < partners.length; i++) {
            for (int j = 0; j < former.size() && partners[i] == null; j++) {
                if (former.get(j).raisedAt() == episodes.get(i).raisedAt()) {
                    partners[i] = former.remove(j);
                }
            }
        }
        for (int i = 0; i < partners.length; i++) {
            for (int j = 0; j < former.size() && partners[i] == null; j++) {
                if (former.get(j).overlaps(episodes.get(i))) {
                    partners[i] = former.remove(j);
                }
            }
        }
        return partners;
    }

    private Announced begin(PlannedRule rule, Episode episode, long decidedAt) {
        Announced alarm =
                new Announced(
                        rule.id(),
                        decidedAt,
                        nth(rule.id(), decidedAt),
                        1,
                        episode.raisedAt(),
                        Episode.NEVER,
                        episode.severity());
        announce(
                rule,
                alarm,
                new AlarmState.Raised(Instant.ofEpochMilli(episode.raisedAt())),
                decidedAt,
                Reasons.raised(rule, episode),
                episode.raised().evidence());
        return episode.lasts() ? alarm : update(rule, alarm, episode, decidedAt);
    }

    private int nth(RuleId rule, long at) {
        if (spentAt != at) {
            spentAt = at;
            spentRules = List.of();
        }
        int nth = (int) spentRules.stream().filter(rule::equals).count();
        spentRules = new ArrayList<>(spentRules);
        spentRules.add(rule);
        return nth;
    }

    private Announced update(PlannedRule rule, Announced before, Episode episode, long decidedAt) {
        if (before.says(episode)) {
            return before;
        }
        boolean restaged =
                before.severity() != episode.severity()
                        && episode.staged().how() != Episode.How.NONE;
        String reason =
                !episode.lasts()
                        ? Reasons.cleared(rule, episode)
                        : restaged ? Reasons.staged(rule, episode) : Reasons.raised(rule, episode);
        boolean corrected =
                before.raisedAt() != episode.raisedAt()
                        || (before.clearedAt() != Episode.NEVER
                                && before.clearedAt() != episode.clearedAt());
        Announced now = before.now(episode);
        announce(
                rule,
                now,
                stateOf(episode),
                decidedAt,
                corrected ? Reasons.corrected(reason, before, episode) : reason,
                evidenceOf(episode));
        return now;
    }

    /** Clears what is in force of a rule that no longer applies, or of a device that is gone. */
    void end(PlannedRule rule, Episode episode, Cause cause, long at) {
        for (Announced alarm : take(rule.id())) {
            if (alarm.clearedAt() == Episode.NEVER) {
                update(rule, alarm, episode.ended(at, cause), at);
            }
        }
    }

    private static AlarmState stateOf(Episode episode) {
        Instant raisedAt = Instant.ofEpochMilli(episode.raisedAt());
        return episode.lasts()
                ? new AlarmState.Raised(raisedAt)
                : new AlarmState.Cleared(raisedAt, Instant.ofEpochMilli(episode.clearedAt()));
    }

    private static List<Evidence> evidenceOf(Episode episode) {
        Set<Evidence> evidence = new LinkedHashSet<>(episode.raised().evidence());
        evidence.addAll(episode.staged().evidence());
        evidence.addAll(episode.cleared().evidence());
        return List.copyOf(evidence);
    }

    private void announce(
            PlannedRule rule,
            Announced alarm,
            AlarmState state,
            long decidedAt,
            String reason,
            List<Evidence> evidence) {
        effects.add(
                new AlarmEvent(
                        alarm.id(device),
                        rule.id(),
                        rule.version(),
                        device,
                        rule.rule().title(),
                        alarm.severity(),
                        rule.rule().caseKind(),
                        rule.rule().deadline(),
                        rule.rule().groupWait(),
                        state,
                        alarm.rev(),
                        Instant.ofEpochMilli(decidedAt),
                        reason,
                        rule.settings(),
                        evidence));
    }

    /** Forgets the alarms of these episodes, which are over and can no longer change. */
    void settle(List<Fold.Ended> ended) {
        for (Fold.Ended past : ended) {
            for (int i = 0; i < announced.size(); i++) {
                if (announced.get(i).rule().equals(past.rule())) {
                    announced.remove(i);
                    break;
                }
            }
        }
    }

    /** Forgets all alarms that are over. */
    void settleAllEnded() {
        announced.removeIf(alarm -> alarm.clearedAt() != Episode.NEVER);
    }
}
