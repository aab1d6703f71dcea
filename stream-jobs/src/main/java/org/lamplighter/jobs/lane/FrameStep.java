// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.decode.Decoding;
import org.lamplighter.duplicate.DuplicateMemory;
import org.lamplighter.duplicate.Judgement;
import org.lamplighter.duplicate.Verdict;
import org.lamplighter.evaluate.DeviceState;
import org.lamplighter.evaluate.Evaluator;
import org.lamplighter.evaluate.ServedTime;
import org.lamplighter.evaluate.Subject;
import org.lamplighter.evaluate.Transition;
import org.lamplighter.log.LogPosition;
import org.lamplighter.log.LoggedReading;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.Mark;
import org.lamplighter.reading.Reading;
import org.lamplighter.rule.RuleBook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A decoded frame deduplicated and evaluated.
 *
 * @param next the device afterwards
 * @param verdict whether it was seen before
 * @param readings its readings if it was not, to be archived
 * @param alarms what became of the device's alarms
 * @param forgotten identities that the device's memory lost, see {@link Judgement}
 * @param foldedEarly readings made final early, see {@link Transition}
 */
record FrameStep(
        DeviceEntry next,
        Verdict verdict,
        List<LoggedReading> readings,
        List<AlarmEvent> alarms,
        int forgotten,
        int foldedEarly) {
    private static final Evaluator EVALUATOR = Evaluator.DEFAULT;

    /** One step; pure. */
    static FrameStep of(
            DeviceEntry entry,
            Subject subject,
            RuleBook rules,
            ServedTime served,
            Frame frame,
            LogPosition position,
            Decoding.Decoded decoded) {
        Judgement judgement =
                entry.memory()
                        .judge(decoded.identity(), position.logTime(), DuplicateMemory.RETENTION);
        boolean fresh = judgement.verdict() == Verdict.FRESH;
        List<LoggedReading> readings = new ArrayList<>();
        List<AlarmEvent> alarms = new ArrayList<>();
        DeviceState state = entry.state();
        Instant due = Instant.ofEpochMilli(entry.dueMillis());
        int foldedEarly = 0;
        for (Reading reading : decoded.readings()) {
            LoggedReading logged =
                    new LoggedReading(marked(reading, position), position, readings.size(), false);
            Transition transition =
                    fresh
                            ? EVALUATOR.onReading(
                                    state, subject, rules, logged, frame.source(), served)
                            : EVALUATOR.onDuplicate(
                                    state, subject, rules, logged, frame.source(), served);
            state = transition.next();
            due = transition.nextDue();
            foldedEarly += transition.foldedEarly();
            alarms.addAll(transition.effects());
            readings.add(logged);
        }
        DeviceEntry next =
                new DeviceEntry(
                        entry.registered(), judgement.memory(), state, DueQueue.millisOf(due));
        return new FrameStep(
                next,
                judgement.verdict(),
                fresh ? readings : List.of(),
                alarms,
                judgement.forgotten(),
                foldedEarly);
    }

    private static Reading marked(Reading reading, LogPosition position) {
        return EVALUATOR.isLate(position.logTime(), reading.eventTime())
                ? reading.with(Mark.LATE)
                : reading;
    }
}
