// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.detect;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.decode.Decoding;
import org.lamplighter.decode.ProfileCatalog;
import org.lamplighter.detect.Detection.Counts;
import org.lamplighter.detect.Detection.Outcome;
import org.lamplighter.duplicate.Judgement;
import org.lamplighter.evaluate.DeviceState;
import org.lamplighter.evaluate.Evaluator;
import org.lamplighter.evaluate.ServedTime;
import org.lamplighter.evaluate.Subject;
import org.lamplighter.evaluate.Transition;
import org.lamplighter.evaluate.Verdict;
import org.lamplighter.log.LogPosition;
import org.lamplighter.log.LoggedReading;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.Mark;
import org.lamplighter.reading.Reading;
import org.lamplighter.registry.Device;
import org.lamplighter.rule.RuleBook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One device's frames become readings and alarms. Every method is a pure function: the same
 * arguments give the same detection. Total over frames: whatever the bytes, there is a detection.
 *
 * <p>Immutable; safe to share between threads.
 */
public final class DeviceDetector {
    /** How much longer than the lateness bound copies are recognised. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /** The detector with the default lateness bound. */
    public static final DeviceDetector DEFAULT = new DeviceDetector(Evaluator.LATENESS_BOUND);

    private final Evaluator evaluator;
    private final Duration retention;

    /** A detector with another lateness bound. */
    public DeviceDetector(Duration latenessBound) {
        this.evaluator = new Evaluator(latenessBound);
        this.retention = latenessBound.plus(MARGIN);
    }

    /** The subject of a device whose profile is in force. */
    public static Subject subjectOf(Device device, ProfileCatalog.Entry profile) {
        return new Subject(
                device, profile.profile().kind().word(), profile.profile().expectedInterval());
    }

    /** The device became known at {@code logTime}: from then on it is expected to report. */
    public Detection onRegistered(
            Subject subject, RuleBook book, Instant logTime, ServedTime served) {
        return withoutFrame(
                DetectorState.EMPTY, evaluator.onRegistered(subject, book, logTime, served));
    }

    /**
     * A frame of the device.
     *
     * @param profile the profile in force where the frame stands
     * @param position where it stands
     */
    public Detection onFrame(
            DetectorState state,
            Subject subject,
            RuleBook book,
            ProfileCatalog.Entry profile,
            Frame frame,
            LogPosition position,
            ServedTime served) {
        return switch (profile.decoder().decode(frame, profile.version())) {
            case Decoding.Undecodable(var fault, String detail) ->
                    new Detection(
                            state,
                            new Outcome.Undecodable(fault, detail),
                            List.of(),
                            List.of(),
                            Counts.NONE);
            case Decoding.Decoded decoded ->
                    onDecoded(state, subject, book, decoded, frame.source(), position, served);
        };
    }

    /**
     * What {@link #onFrame} does once the frame is decoded, for those who had to decode it before.
     */
    public Detection onDecoded(
            DetectorState state,
            Subject subject,
            RuleBook book,
            Decoding.Decoded decoded,
            String source,
            LogPosition position,
            ServedTime served) {
        Judgement judgement =
                state.copies().judge(decoded.identity(), position.logTime(), retention);
        boolean fresh = judgement.verdict() == org.lamplighter.duplicate.Verdict.FRESH;
        DeviceState alarmState = state.alarms();
        Instant nextDue = state.nextDue();
        List<LoggedReading> readings = new ArrayList<>();
        List<AlarmEvent> alarms = new ArrayList<>();
        List<Verdict> verdicts = new ArrayList<>();
        int late = 0;
        int foldedEarly = 0;
        for (Reading plain : decoded.readings()) {
            boolean isLate = evaluator.isLate(position.logTime(), plain.eventTime());
            LoggedReading reading =
                    new LoggedReading(
                            isLate ? plain.with(Mark.LATE) : plain,
                            position,
                            readings.size(),
                            false);
            Transition step =
                    fresh
                            ? evaluator.onReading(
                                    alarmState, subject, book, reading, source, served)
                            : evaluator.onDuplicate(
                                    alarmState, subject, book, reading, source, served);
            alarmState = step.next();
            nextDue = step.nextDue();
            alarms.addAll(step.effects());
            verdicts.add(step.verdict());
            foldedEarly += step.foldedEarly();
            late += isLate && fresh ? 1 : 0;
            readings.add(reading);
        }
        return new Detection(
                new DetectorState(judgement.memory(), alarmState, nextDue),
                fresh
                        ? new Outcome.Fresh(judgement.reason(), verdicts)
                        : new Outcome.Duplicate(judgement.reason()),
                fresh ? readings : List.of(),
                alarms,
                new Counts(decoded.ignoredMembers(), late, judgement.forgotten(), foldedEarly));
    }

    /** Log time has reached {@code logTime}: what is due by then runs. */
    public Detection onTime(
            DetectorState state,
            Subject subject,
            RuleBook book,
            Instant logTime,
            ServedTime served) {
        return withoutFrame(
                state, evaluator.onTime(state.alarms(), subject, book, logTime, served));
    }

    /**
     * The device, its profile or the rules changed at {@code logTime}; see {@link
     * Evaluator#onChange}.
     */
    public Detection onChange(
            DetectorState state,
            Subject before,
            RuleBook bookBefore,
            Subject after,
            RuleBook bookAfter,
            Instant logTime,
            ServedTime served) {
        return withoutFrame(
                state,
                evaluator.onChange(
                        state.alarms(), before, bookBefore, after, bookAfter, logTime, served));
    }

    /** The device was removed from the registry: its raised alarms are cleared. */
    public Detection onRemoved(
            DetectorState state,
            Subject subject,
            RuleBook book,
            Instant logTime,
            ServedTime served) {
        return withoutFrame(
                DetectorState.EMPTY,
                evaluator.onRemoved(state.alarms(), subject, book, logTime, served));
    }

    private static Detection withoutFrame(DetectorState state, Transition step) {
        return new Detection(
                new DetectorState(state.copies(), step.next(), step.nextDue()),
                new Outcome.NoFrame(),
                List.of(),
                step.effects(),
                new Counts(0, 0, 0, step.foldedEarly()));
    }
}
