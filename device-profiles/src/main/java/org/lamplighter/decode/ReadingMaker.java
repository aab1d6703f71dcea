// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import org.jspecify.annotations.Nullable;
import org.lamplighter.duplicate.DuplicateKey;
import org.lamplighter.profile.DeviceProfile;
import org.lamplighter.profile.layout.OwnReading;
import org.lamplighter.profile.layout.OwnReading.Base;
import org.lamplighter.profile.layout.OwnReading.Reckoned;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.Mark;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValues;
import org.lamplighter.reading.Reading;
import org.lamplighter.reading.TimeSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Makes the readings of one frame of what was taken out of it. Used by one thread. */
final class ReadingMaker {
    private static final Set<Mark> PAST = Set.of(Mark.HISTORY);

    private final Frame frame;
    private final DeviceProfile profile;
    private final long profileVersion;
    private final PointName[] points;
    private final Extraction out;
    private final Clock main;

    /** When something was, by which clock, and whether another was not believed. */
    private record Clock(Instant time, TimeSource source, boolean suspect) {}

    ReadingMaker(
            Frame frame,
            DeviceProfile profile,
            long profileVersion,
            PointName[] points,
            Extraction out) {
        this.frame = frame;
        this.profile = profile;
        this.profileVersion = profileVersion;
        this.points = points;
        this.out = out;
        this.main =
                out.main().hasTime()
                        ? told(out.main().time(profile.clock().zone()))
                        : platform(false);
    }

    /** All readings that have a value, the frame's main one first. */
    List<Reading> readings(DuplicateKey identity) {
        List<Draft> drafts = out.drafts();
        List<Reading> readings = new ArrayList<>(drafts.size());
        for (Draft draft : drafts) {
            if (!draft.isEmpty()) {
                readings.add(reading(draft, drafts, identity));
            }
        }
        return readings;
    }

    private Reading reading(Draft draft, List<Draft> drafts, DuplicateKey identity) {
        OwnReading kind = draft.kind;
        Clock clock = kind == null ? main : clockOf(draft, kind, drafts);
        boolean history = kind != null && kind.history();
        int sequence =
                kind == null
                        ? identity.sequence()
                        : history && hasOwnTime(draft, kind) && !clock.suspect()
                                ? DuplicateKey.sequenceOf(
                                        out.bytes(frame.payload()),
                                        draft.from,
                                        draft.to,
                                        clock.time())
                                : identity.sequence(draft.number);
        return new Reading(
                draft.child.isEmpty()
                        ? frame.device()
                        : new DeviceId(frame.device().value() + "." + draft.child),
                profile.id(),
                profileVersion,
                clock.time(),
                frame.receivedAt(),
                clock.source(),
                sequence,
                marks(clock.suspect(), history, out.isChecksumWrong()),
                PointValues.of(points, draft.values));
    }

    /**
     * Whether a time tells a record from one of the same bytes: else all have that of the frame.
     */
    private static boolean hasOwnTime(Draft draft, OwnReading kind) {
        return kind.time().isPresent() || draft.hasTime();
    }

    private static Set<Mark> marks(boolean suspect, boolean history, boolean checksumWrong) {
        if (!suspect && !checksumWrong) {
            return history ? PAST : Set.of();
        }
        Set<Mark> marks = EnumSet.noneOf(Mark.class);
        if (suspect) {
            marks.add(Mark.CLOCK_SUSPECT);
        }
        if (history) {
            marks.add(Mark.HISTORY);
        }
        if (checksumWrong) {
            marks.add(Mark.CHECKSUM_WRONG);
        }
        return marks;
    }

    /** The device's time if it is believed, else the platform's or the received time. */
    private Clock told(@Nullable Instant time) {
        return time != null && profile.clock().believes(time, frame.receivedAt())
                ? new Clock(time, TimeSource.DEVICE, false)
                : platform(true);
    }

    /** The platform's time if there is one that is believed, else the received time. */
    private Clock platform(boolean suspect) {
        Instant time = out.platformTime();
        if (time != null && profile.clock().believes(time, frame.receivedAt())) {
            return new Clock(time, TimeSource.PLATFORM, suspect);
        }
        return new Clock(frame.receivedAt(), TimeSource.RECEIVED, suspect || out.hasPlatformTime());
    }

    private Clock clockOf(Draft draft, OwnReading kind, List<Draft> drafts) {
        if (kind.time().isPresent()) {
            return reckoned(kind.time().get(), draft, drafts);
        }
        return draft.hasTime() ? told(draft.time(profile.clock().zone())) : main;
    }

    private Clock reckoned(Reckoned rule, Draft draft, List<Draft> drafts) {
        Instant base =
                switch (rule.base()) {
                    case Base.Received received -> frame.receivedAt();
                    case Base.Frame whole -> main.time();
                    case Base.Kept kept -> draft.base;
                };
        if (base == null) {
            return told(null);
        }
        int index = rule.newestLast() ? lastOfRow(draft, drafts) - draft.index : draft.index;
        long away = draft.stepMillis * ((long) index + rule.first());
        Instant time = base.plusMillis(rule.after() ? away : -away);
        boolean believed = profile.clock().believes(time, frame.receivedAt());
        return switch (rule.base()) {
            case Base.Received received when believed ->
                    new Clock(time, TimeSource.RECEIVED, false);
            case Base.Frame whole when believed -> new Clock(time, main.source(), main.suspect());
            case Base.Received received -> told(null);
            case Base.Frame whole -> told(null);
            case Base.Kept kept -> told(time);
        };
    }

    /**
     * The index of the last one of the row that a reading stands in, which others may stand in
     * between.
     */
    private static int lastOfRow(Draft draft, List<Draft> drafts) {
        int last = draft.index;
        for (int i = draft.number + 1; i < drafts.size(); i++) {
            Draft next = drafts.get(i);
            if (!Objects.equals(next.kind, draft.kind)) {
                continue;
            }
            if (next.index <= last) {
                break;
            }
            last = next.index;
        }
        return last;
    }
}
