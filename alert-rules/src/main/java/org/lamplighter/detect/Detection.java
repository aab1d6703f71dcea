// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.detect;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.duplicate.Judgement;
import org.lamplighter.evaluate.Verdict;
import org.lamplighter.log.LoggedReading;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Reading;

import java.util.List;

/**
 * What came of one step.
 *
 * @param next the state to keep
 * @param outcome what became of the frame
 * @param readings its readings to be archived; none if it was a copy or could not be decoded
 * @param alarms the alarm snapshots to announce, in order
 * @param counts what is to be counted
 * @param ofChildren what the frame says of other devices, in its order; see {@link ChildSteps}
 */
public record Detection(
        DetectorState next,
        Outcome outcome,
        List<LoggedReading> readings,
        List<AlarmEvent> alarms,
        Counts counts,
        List<Reading> ofChildren) {
    /** What became of a frame. */
    public sealed interface Outcome {
        /**
         * Decoded and not seen before.
         *
         * @param reason why it counts as such
         * @param verdicts what the evaluator made of each of its readings
         */
        record Fresh(Judgement.Reason reason, List<Verdict> verdicts) implements Outcome {
            public Fresh {
                verdicts = List.copyOf(verdicts);
            }
        }

        /** Decoded, and seen before: it only shows that the device lives. */
        record Duplicate(Judgement.Reason reason) implements Outcome {}

        /** Not decoded: it is kept until a mended profile decodes it. */
        record Undecodable(DecodeFault fault, String detail) implements Outcome {}

        /** There was none: time passed, or something about the device changed. */
        record NoFrame() implements Outcome {}
    }

    /**
     * What is to be counted of one step.
     *
     * @param ignoredMembers members of the payload that the profile does not know
     * @param late readings logged later than the lateness bound after their event time
     * @param forgotten copies that could no longer be recognised, because the memory of the device
     *     is full
     * @param foldedEarly readings made final before the lateness bound, because too many were kept
     */
    public record Counts(int ignoredMembers, int late, int forgotten, int foldedEarly) {
        static final Counts NONE = new Counts(0, 0, 0, 0);
    }

    public Detection {
        readings = List.copyOf(readings);
        alarms = List.copyOf(alarms);
        ofChildren = List.copyOf(ofChildren);
    }
}
