// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.quarantine;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.lamplighter.decode.Decoder;
import org.lamplighter.decode.Decoding;
import org.lamplighter.profile.ParsedProfile;
import org.lamplighter.profile.ProfileParser;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.FrameId;
import org.lamplighter.reading.Reading;
import org.lamplighter.registry.ChildName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decodes kept frames again with the profiles in force now. What decodes is archived as history: no
 * rule sees it, and no alarm comes of it. Safe to share between threads.
 */
final class Replay {
    /** How many frames one call tries, in one transaction. */
    static final int MAX_FRAMES = 500;

    /** How often a call begins again because the archive job was at the same rows. */
    static final int MAX_TRIES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

    private static final String DEADLOCK = "40P01";

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final QuarantineStore store = new QuarantineStore();

    Replay(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * What a call did.
     *
     * @param fresh frames decoded that were never seen before
     * @param duplicates frames decoded that are copies of others
     * @param readings readings archived
     * @param still frames that did not decode, by why
     * @param times the earliest and the latest event time archived
     * @param next where the next call goes on; empty if there are no more frames
     */
    record Outcome(
            int fresh,
            int duplicates,
            int readings,
            Map<Fault, Integer> still,
            Optional<Span> times,
            Optional<QuarantineFilter.Place> next) {
        Outcome {
            still = Map.copyOf(still);
        }

        int undecodable() {
            return still.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /**
     * Why frames did not decode.
     *
     * @param profile the profile in force; empty if there was none
     * @param reason a {@link DecodeFault}
     * @param detail what was found
     */
    record Fault(String profile, String reason, String detail) {}

    /**
     * Two event times.
     *
     * @param first the earlier
     * @param last the later, or the same
     */
    record Span(Instant first, Instant last) {
        Span and(Instant time) {
            return new Span(time.isBefore(first) ? time : first, time.isAfter(last) ? time : last);
        }
    }

    /** Tries the next {@value #MAX_FRAMES} frames at most. */
    Outcome run(QuarantineFilter filter) {
        List<Tried> tried = jdbi.inTransaction(handle -> decode(handle, filter));
        Optional<QuarantineFilter.Place> next =
                tried.size() < MAX_FRAMES
                        ? Optional.empty()
                        : Optional.of(QuarantineFilter.Place.of(tried.getLast().frame()));
        for (int tries = 1; ; tries++) {
            try {
                return jdbi.inTransaction(handle -> archive(handle, tried)).outcome(next);
            } catch (JdbiException e) {
                boolean again =
                        e.getCause() instanceof SQLException cause
                                && DEADLOCK.equals(cause.getSQLState());
                if (!again || tries == MAX_TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Decodes the next frames and makes sure that the names in them have numbers. */
    private List<Tried> decode(Handle handle, QuarantineFilter filter) {
        List<KeptFrame> frames = store.listDecodable(handle, filter, MAX_FRAMES);
        Map<String, InForce> profiles = profiles(handle, frames);
        List<Tried> tried =
                registered(handle, frames.stream().map(frame -> decode(frame, profiles)).toList());
        List<Decoding.Decoded> decoded = new ArrayList<>();
        for (Tried one : tried) {
            if (one.decoding() instanceof Decoding.Decoded readings) {
                decoded.add(readings);
            }
        }
        if (!decoded.isEmpty()) {
            ReplayedRows.learn(handle, decoded);
        }
        return tried;
    }

    /**
     * Leaves out readings of children that are not registered. A frame that tells of nothing else
     * stays in quarantine, for the day on which they are.
     */
    private static List<Tried> registered(Handle handle, List<Tried> tried) {
        List<String> senders =
                tried.stream()
                        .filter(Tried::tellsOfOthers)
                        .map(one -> one.frame().device())
                        .distinct()
                        .toList();
        if (senders.isEmpty()) {
            return tried;
        }
        Set<String> children =
                new HashSet<>(
                        handle.createQuery(
                                        "select id from device where parent = any (:senders) and"
                                                + " not disabled")
                                .bindArray("senders", String.class, senders)
                                .mapTo(String.class)
                                .list());
        return tried.stream().map(one -> one.only(children)).toList();
    }

    /** Writes what came of those frames that no other replay has taken meanwhile. */
    private Tally archive(Handle handle, List<Tried> tried) {
        Set<QuarantineFilter.Place> kept =
                store.lockKept(handle, tried.stream().map(Tried::frame).toList());
        Tally tally = new Tally();
        for (Tried one : tried) {
            if (!kept.contains(QuarantineFilter.Place.of(one.frame()))) {
                continue;
            }
            KeptFrame.Try now = new KeptFrame.Try(clock.instant(), one.profile(), one.version());
            switch (one.decoding()) {
                case Decoding.Undecodable(var fault, String detail) -> {
                    store.stillKept(handle, one.frame(), now, fault.name(), detail);
                    tally.still(new Fault(one.profile(), fault.name(), detail));
                }
                case Decoding.Decoded readings -> {
                    ReplayedRows.Result result =
                            ReplayedRows.archive(handle, readings, one.frame().origin());
                    store.decoded(handle, one.frame(), now, result);
                    tally.decoded(readings, result);
                }
            }
        }
        return tally;
    }

    /** A frame and what its decoder says now. */
    private record Tried(KeptFrame frame, String profile, long version, Decoding decoding) {
        boolean tellsOfOthers() {
            return decoding instanceof Decoding.Decoded decoded
                    && decoded.readings().stream().anyMatch(reading -> !isOwn(reading));
        }

        /** Without readings of other devices than the sender and these children. */
        Tried only(Set<String> children) {
            if (!(decoding instanceof Decoding.Decoded decoded) || !tellsOfOthers()) {
                return this;
            }
            List<Reading> readings =
                    decoded.readings().stream()
                            .filter(
                                    reading ->
                                            isOwn(reading)
                                                    || (children.contains(reading.device().value())
                                                            && ChildName.isOf(
                                                                    frame.device(),
                                                                    reading.device().value())))
                            .toList();
            Decoding left =
                    readings.isEmpty()
                            ? new Decoding.Undecodable(
                                    DecodeFault.UNKNOWN_DEVICE,
                                    "the registry knows none of the children that it tells of, such"
                                            + " as "
                                            + decoded.readings().getFirst().device())
                            : new Decoding.Decoded(
                                    readings, decoded.identity(), decoded.ignoredMembers());
            return new Tried(frame, profile, version, left);
        }

        private boolean isOwn(Reading reading) {
            return reading.device().value().equals(frame.device());
        }
    }

    /** A profile in force: its decoder, or why there is none. */
    private record InForce(long version, Optional<Decoder> decoder) {}

    private static Tried decode(KeptFrame kept, Map<String, InForce> profiles) {
        String profile = kept.registeredProfile();
        if (profile.isEmpty()) {
            return new Tried(
                    kept,
                    "",
                    0,
                    new Decoding.Undecodable(
                            DecodeFault.UNKNOWN_DEVICE,
                            "the registry knows no device " + kept.device()));
        }
        InForce inForce = profiles.get(profile);
        if (inForce == null || inForce.decoder().isEmpty()) {
            return new Tried(
                    kept,
                    profile,
                    0,
                    new Decoding.Undecodable(
                            DecodeFault.UNKNOWN_PROFILE,
                            "the profile "
                                    + profile
                                    + " has faults in this version of the program"));
        }
        return new Tried(
                kept, profile, inForce.version(), decode(kept, inForce, inForce.decoder().get()));
    }

    private static Decoding decode(KeptFrame kept, InForce inForce, Decoder decoder) {
        try {
            Frame frame =
                    new Frame(
                            FrameId.parse(kept.frameId()),
                            new DeviceId(kept.device()),
                            kept.source(),
                            kept.channel(),
                            kept.payload());
            return decoder.decode(frame, inForce.version());
        } catch (RuntimeException bug) {
            // as in the job: it is kept, and those behind it are tried
            LOG.error(
                    "the frame at {}-{} cannot be decoded",
                    kept.origin().partition(),
                    kept.origin().offset(),
                    bug);
            return new Decoding.Undecodable(DecodeFault.DECODER_FAILED, bug.getClass().getName());
        }
    }

    private static Map<String, InForce> profiles(Handle handle, List<KeptFrame> frames) {
        List<String> ids =
                frames.stream()
                        .map(KeptFrame::registeredProfile)
                        .filter(id -> !id.isEmpty())
                        .distinct()
                        .toList();
        Map<String, InForce> profiles = new HashMap<>();
        handle.createQuery("select id, version, yaml from profile where id = any (:ids)")
                .bindArray("ids", String.class, ids)
                .map(
                        (row, ctx) ->
                                Map.entry(
                                        row.getString("id"),
                                        new InForce(
                                                row.getLong("version"),
                                                compile(
                                                        row.getString("id"),
                                                        row.getString("yaml")))))
                .forEach(entry -> profiles.put(entry.getKey(), entry.getValue()));
        return profiles;
    }

    private static Optional<Decoder> compile(String id, String yaml) {
        return switch (ProfileParser.parse(id, yaml)) {
            case ParsedProfile.Valid valid -> Optional.of(Decoder.of(valid.profile()));
            case ParsedProfile.Faulty faulty -> Optional.empty();
        };
    }

    /** Adds up what one call does. For one thread. */
    private static final class Tally {
        private int fresh;
        private int duplicates;
        private int readings;
        private final Map<Fault, Integer> still = new HashMap<>();
        private Optional<Span> times = Optional.empty();

        void still(Fault fault) {
            still.merge(fault, 1, Integer::sum);
        }

        void decoded(Decoding.Decoded frame, ReplayedRows.Result result) {
            switch (result) {
                case ReplayedRows.Result.Duplicate duplicate -> duplicates++;
                case ReplayedRows.Result.Fresh archived -> {
                    fresh++;
                    readings += archived.readings();
                    for (Reading reading : frame.readings()) {
                        Instant time = reading.eventTime();
                        times = Optional.of(times.orElse(new Span(time, time)).and(time));
                    }
                }
            }
        }

        Outcome outcome(Optional<QuarantineFilter.Place> next) {
            return new Outcome(fresh, duplicates, readings, still, times, next);
        }
    }
}
