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
import java.util.Collections;
import java.util.Comparator;
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
     * A frame of the device. It hears of the device also where it only says something of children.
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
                            Counts.NONE,
                            List.of());
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
        List<Reading> own = decoded.readings();
        List<Reading> ofChildren = List.of();
        if (!areAllOf(subject, own)) {
            own = new ArrayList<>();
            ofChildren = new ArrayList<>();
            for (Reading reading : decoded.readings()) {
                (reading.device().equals(subject.id()) ? own : ofChildren).add(reading);
            }
        }
        Reader reader = new Reader(state, subject, book, source, position, served);
        if (own.isEmpty()) {
            reader.hear(newest(ofChildren));
        }
        own.forEach(reading -> reader.read(reading, fresh, 0));
        return new Detection(
                new DetectorState(judgement.memory(), reader.alarmState, reader.nextDue),
                fresh
                        ? new Outcome.Fresh(judgement.reason(), reader.verdicts)
                        : new Outcome.Duplicate(judgement.reason()),
                reader.fresh,
                reader.alarms,
                new Counts(
                        decoded.ignoredMembers(),
                        reader.late,
                        judgement.forgotten(),
                        reader.foldedEarly),
                ofChildren);
    }

    /**
     * What a frame of its parent says of a child: its own readings, judged with the frame.
     *
     * @param readings those of {@link Detection#ofChildren} that are this child's
     * @param frame what became of the frame: a child hears a duplicate as its parent does
     * @param firstOrdinal the ordinal of the first of them: how many readings the frame gave before
     */
    Detection onChild(
            DetectorState state,
            Subject subject,
            List<Reading> readings,
            Outcome frame,
            int firstOrdinal,
            ChildSteps.Context context) {
        Reader reader =
                new Reader(
                        state,
                        subject,
                        context.rules(),
                        context.source(),
                        context.position(),
                        context.served());
        boolean fresh = frame instanceof Outcome.Fresh;
        readings.forEach(reading -> reader.read(reading, fresh, firstOrdinal));
        Outcome outcome =
                frame instanceof Outcome.Fresh(var reason, var verdicts)
                        ? new Outcome.Fresh(reason, reader.verdicts)
                        : frame;
        return new Detection(
                new DetectorState(state.copies(), reader.alarmState, reader.nextDue),
                outcome,
                reader.fresh,
                reader.alarms,
                new Counts(0, reader.late, 0, reader.foldedEarly),
                List.of());
    }

    private static boolean areAllOf(Subject subject, List<Reading> readings) {
        for (Reading reading : readings) {
            if (!reading.device().equals(subject.id())) {
                return false;
            }
        }
        return true;
    }

    private static Reading newest(List<Reading> readings) {
        return Collections.max(readings, Comparator.comparing(Reading::eventTime));
    }

    /** Takes in what one frame says of one device. Used by one thread within one call. */
    private final class Reader {
        private final Subject subject;
        private final RuleBook book;
        private final String source;
        private final LogPosition position;
        private final ServedTime served;
        private final List<LoggedReading> fresh = new ArrayList<>();
        private final List<AlarmEvent> alarms = new ArrayList<>();
        private final List<Verdict> verdicts = new ArrayList<>();
        private DeviceState alarmState;
        private Instant nextDue;
        private int late;
        private int foldedEarly;

        private Reader(
                DetectorState state,
                Subject subject,
                RuleBook book,
                String source,
                LogPosition position,
                ServedTime served) {
            this.subject = subject;
            this.book = book;
            this.source = source;
            this.position = position;
            this.served = served;
            this.alarmState = state.alarms();
            this.nextDue = state.nextDue();
        }

        private void read(Reading plain, boolean isFresh, int firstOrdinal) {
            if (!isFresh) {
                hear(plain);
                return;
            }
            boolean isLate = evaluator.isLate(position.logTime(), plain.eventTime());
            LoggedReading reading =
                    new LoggedReading(
                            isLate ? plain.with(Mark.LATE) : plain,
                            position,
                            firstOrdinal + fresh.size(),
                            false);
            Transition step =
                    evaluator.onReading(alarmState, subject, book, reading, source, served);
            keep(step);
            verdicts.add(step.verdict());
            late += isLate ? 1 : 0;
            fresh.add(reading);
        }

        /** The device was heard, and nothing else. */
        private void hear(Reading reading) {
            keep(
                    evaluator.onDuplicate(
                            alarmState,
                            subject,
                            book,
                            new LoggedReading(reading, position, 0, false),
                            source,
                            served));
        }

        private void keep(Transition step) {
            alarmState = step.next();
            nextDue = step.nextDue();
            alarms.addAll(step.effects());
            foldedEarly += step.foldedEarly();
        }
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
                new Counts(0, 0, 0, step.foldedEarly()),
                List.of());
    }
}
