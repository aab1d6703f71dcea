// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate.area;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.correlate.area.AreaInput.News;
import org.lamplighter.evaluate.Subject;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.rule.AreaPolicy;
import org.lamplighter.rule.RuleBook;
import org.lamplighter.trouble.Scope;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which areas hear what of a device. Pure; stateless and safe to share between threads. */
public final class AreaRouting {
    private AreaRouting() {}

    /** Who hears of an alarm, under the policies and the attributes of its device in force. */
    public static List<AreaInput> ofAlarm(RuleBook book, Subject subject, AlarmEvent alarm) {
        List<AreaInput> inputs = new ArrayList<>();
        for (AreaPolicy policy : book.areaPolicies()) {
            if (policy.members().contains(alarm.rule())) {
                areaOf(policy, subject)
                        .ifPresent(
                                area ->
                                        inputs.add(
                                                new AreaInput(
                                                        book.inForce(policy, area.value()),
                                                        area,
                                                        new News.OfMember(alarm),
                                                        alarm.decidedAt())));
            }
            if (policy instanceof AreaPolicy.Inhibit inhibit
                    && inhibit.when().contains(alarm.rule())) {
                Scope.OfArea area =
                        new Scope.OfArea(policy.attribute(), subject.device().id().value());
                inputs.add(
                        new AreaInput(
                                book.inForce(policy, area.value()),
                                area,
                                new News.OfSource(alarm),
                                alarm.decidedAt()));
            }
        }
        return inputs;
    }

    /**
     * Who hears that a device, its attributes or the policies have changed.
     *
     * @param before the device as it was; empty if it is new
     * @param after the device as it is; empty if it was removed
     */
    public static List<AreaInput> ofChange(
            RuleBook bookBefore,
            Optional<Subject> before,
            RuleBook bookAfter,
            Optional<Subject> after,
            Instant at) {
        Map<String, AreaInput> left = new TreeMap<>();
        before.ifPresent(
                subject ->
                        memberships(bookBefore, subject, at, true)
                                .forEach(input -> left.put(keyOf(input), input)));
        List<AreaInput> joined = new ArrayList<>();
        after.ifPresent(
                subject ->
                        memberships(bookAfter, subject, at, false)
                                .forEach(
                                        input -> {
                                            AreaInput was = left.remove(keyOf(input));
                                            boolean same =
                                                    was != null
                                                            && was.policy()
                                                                    .at(0)
                                                                    .equals(input.policy().at(0));
                                            if (same) {
                                                return;
                                            }
                                            if (input.policy().counts()) {
                                                joined.add(input);
                                            } else if (was != null) {
                                                joined.add(changed(input));
                                            }
                                        }));
        List<AreaInput> inputs = new ArrayList<>(left.values());
        inputs.addAll(joined);
        return inputs;
    }

    private static AreaInput changed(AreaInput input) {
        return new AreaInput(
                input.policy(), input.area(), new News.Changed(input.news().device()), input.at());
    }

    private static String keyOf(AreaInput input) {
        return input.policy().id() + "|" + input.key();
    }

    private static List<AreaInput> memberships(
            RuleBook book, Subject subject, Instant at, boolean leaving) {
        List<AreaInput> inputs = new ArrayList<>();
        DeviceId device = subject.device().id();
        News news = leaving ? new News.Left(device) : new News.Joined(device);
        for (AreaPolicy policy : book.areaPolicies()) {
            if (policy.kinds().contains(subject.kind())) {
                areaOf(policy, subject)
                        .ifPresent(
                                area ->
                                        inputs.add(
                                                new AreaInput(
                                                        book.inForce(policy, area.value()),
                                                        area,
                                                        news,
                                                        at)));
            }
        }
        return inputs;
    }

    private static Optional<Scope.OfArea> areaOf(AreaPolicy policy, Subject subject) {
        return Optional.ofNullable(subject.device().attributes().get(policy.attribute()))
                .filter(value -> !value.isBlank())
                .map(value -> new Scope.OfArea(policy.attribute(), value));
    }
}
