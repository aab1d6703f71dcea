// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import org.lamplighter.alarm.Evidence;
import org.lamplighter.alarm.RuleId;
import org.lamplighter.alarm.Severity;
import org.lamplighter.evaluate.Episode.Cause;
import org.lamplighter.evaluate.Episode.How;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A device's state as bytes, with a version in front. Times are written as distances from the
 * device's log time, and every name once, so that a quiet device takes some sixty bytes.
 *
 * <p>Safe to share between threads.
 */
public final class DeviceStateCodec {
    private static final int VERSION = 1;

    /**
     * How quantities are written: as thousandths where that is exact, which it nearly always is.
     */
    private static final double THOUSANDTHS = 1000;

    private static final double MAX_EXACT = 1e12;

    /** By number in the bytes: only ever added to at the end. */
    private static final List<Severity> SEVERITIES =
            List.of(Severity.MINOR, Severity.MAJOR, Severity.CRITICAL);

    /** By number in the bytes: only ever added to at the end. */
    private static final List<How> HOWS =
            List.of(
                    How.NONE,
                    How.AT_ONCE,
                    How.HELD,
                    How.COUNTED,
                    How.UNLESS,
                    How.SILENT,
                    How.CLEAR,
                    How.CLEAR_HELD,
                    How.REPORTED,
                    How.STAGED,
                    How.RULE_GONE,
                    How.DEVICE_GONE);

    private DeviceStateCodec() {}

    /** The bytes of a state; equal states give equal bytes. */
    public static byte[] encode(DeviceState state) {
        return new Encoder(state.logTime()).state(state);
    }

    /**
     * Reads {@link #encode} back.
     *
     * @throws IllegalArgumentException if these are no such bytes, or those of a newer version
     */
    public static DeviceState decode(byte[] bytes) {
        return new Decoder(bytes).state();
    }

    private static final class Encoder {
        private final Packer packer = new Packer();
        private final Map<String, Integer> names = new HashMap<>();
        private final long logTime;

        Encoder(long logTime) {
            this.logTime = logTime;
        }

        byte[] state(DeviceState state) {
            packer.number(VERSION);
            packer.signed(state.logTime());
            time(state.closed());
            time(state.floor());
            fold(state.base());
            boolean same = state.tip().equals(state.base());
            packer.flag(same);
            if (!same) {
                fold(state.tip());
            }
            packer.number(state.recent().length);
            for (Sample sample : state.recent()) {
                sample(sample);
            }
            packer.number(state.announced().size());
            state.announced().forEach(this::announced);
            time(state.spent().at());
            packer.number(state.spent().rules().size());
            state.spent().rules().forEach(rule -> name(rule.value()));
            return packer.bytes();
        }

        private void time(long time) {
            if (time == Long.MIN_VALUE || time == Long.MAX_VALUE) {
                packer.number(time == Long.MIN_VALUE ? 0 : 1);
            } else {
                long distance = logTime - time;
                packer.number(2 + ((distance << 1) ^ (distance >> 63)));
            }
        }

        private void name(String name) {
            Integer known = names.get(name);
            packer.number(known == null ? names.size() : known);
            if (known == null) {
                names.put(name, names.size());
                packer.text(name);
            }
        }

        private void fold(Fold fold) {
            time(fold.lastEvent());
            time(fold.lastFired());
            Latest latest = fold.latest();
            packer.number(latest.size());
            for (int i = 0; i < latest.size(); i++) {
                name(latest.name(i).value());
                value(latest.value(i));
                time(latest.time(i));
            }
            time(fold.heard().at());
            name(fold.heard().source());
            packer.number(fold.heard().served() + 1);
            packer.number(fold.phases().size());
            for (Fold.InPhase phase : fold.phases()) {
                name(phase.rule().value());
                phase(phase.phase());
            }
            packer.number(fold.ended().size());
            for (Fold.Ended past : fold.ended()) {
                name(past.rule().value());
                episode(past.episode());
            }
        }

        private void phase(Phase phase) {
            switch (phase) {
                case Phase.Idle idle -> packer.number(0);
                case Phase.Pending pending -> {
                    packer.number(1);
                    time(pending.since());
                    packer.number(pending.readings().size());
                    pending.readings().forEach(this::time);
                }
                case Phase.Raised raised -> {
                    packer.number(2);
                    episode(raised.episode());
                    time(raised.clearSince());
                }
            }
        }

        private void episode(Episode episode) {
            time(episode.raisedAt());
            cause(episode.raised());
            packer.number(SEVERITIES.indexOf(episode.severity()));
            cause(episode.staged());
            time(episode.clearedAt());
            cause(episode.cleared());
        }

        private void cause(Cause cause) {
            packer.number(HOWS.indexOf(cause.how()));
            if (cause.how() == How.NONE) {
                return;
            }
            time(cause.since());
            name(cause.detail());
            packer.number(cause.evidence().size());
            for (Evidence evidence : cause.evidence()) {
                name(evidence.point().value());
                value(evidence.value());
                time(evidence.at().toEpochMilli());
            }
        }

        private void sample(Sample sample) {
            time(sample.event());
            packer.number(sample.sequence());
            name(sample.source());
            packer.number(sample.served() + 1);
            packer.number(sample.size());
            for (int i = 0; i < sample.size(); i++) {
                name(sample.name(i).value());
                value(sample.value(i));
            }
        }

        private void value(PointValue value) {
            switch (value) {
                case PointValue.Flag flag -> packer.number(flag.value() ? 1 : 0);
                case PointValue.Text text -> {
                    packer.number(2);
                    packer.text(text.value());
                }
                case PointValue.Quantity quantity -> {
                    double number = quantity.value();
                    long thousandths = Math.round(number * THOUSANDTHS);
                    boolean exact =
                            Math.abs(number) < MAX_EXACT
                                    && Double.doubleToRawLongBits(thousandths / THOUSANDTHS)
                                            == Double.doubleToRawLongBits(number);
                    packer.number(exact ? 3 : 4);
                    if (exact) {
                        packer.signed(thousandths);
                    } else {
                        packer.decimal(number);
                    }
                }
            }
        }

        private void announced(Announced alarm) {
            name(alarm.rule().value());
            time(alarm.announcedAt());
            packer.number(alarm.nth());
            packer.number(alarm.rev());
            time(alarm.raisedAt());
            time(alarm.clearedAt());
            packer.number(SEVERITIES.indexOf(alarm.severity()));
        }
    }

    private static final class Decoder {
        private final Unpacker unpacker;
        private final List<String> names = new ArrayList<>();
        private long logTime;

        Decoder(byte[] bytes) {
            this.unpacker = new Unpacker(bytes, "a device state");
        }

        DeviceState state() {
            unpacker.requireVersion(VERSION);
            logTime = unpacker.signed();
            long closed = time();
            long floor = time();
            Fold base = fold();
            Fold tip = unpacker.flag() ? base : fold();
            Sample[] recent = new Sample[unpacker.count()];
            for (int i = 0; i < recent.length; i++) {
                recent[i] = sample();
            }
            int count = unpacker.count();
            List<Announced> announced = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                announced.add(announced());
            }
            long spentAt = time();
            int spent = unpacker.count();
            List<RuleId> rules = new ArrayList<>(spent);
            for (int i = 0; i < spent; i++) {
                rules.add(new RuleId(name()));
            }
            unpacker.requireEnd();
            return new DeviceState(
                    logTime,
                    closed,
                    floor,
                    base,
                    tip,
                    recent,
                    announced,
                    new DeviceState.Spent(spentAt, rules));
        }

        private long time() {
            long coded = unpacker.number();
            if (coded == 0 || coded == 1) {
                return coded == 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
            long zigzag = coded - 2;
            return logTime - ((zigzag >>> 1) ^ -(zigzag & 1));
        }

        private String name() {
            long at = unpacker.number();
            if (at == names.size()) {
                names.add(unpacker.text());
            } else if (at < 0 || at > names.size()) {
                throw new IllegalArgumentException(
                        "a device state names its " + at + "th name before it is there");
            }
            return names.get((int) at);
        }

        private Fold fold() {
            long lastEvent = time();
            long lastFired = time();
            int size = unpacker.count();
            PointName[] points = new PointName[size];
            PointValue[] values = new PointValue[size];
            long[] times = new long[size];
            for (int i = 0; i < size; i++) {
                points[i] = new PointName(name());
                values[i] = value();
                times[i] = time();
            }
            Heard heard = new Heard(time(), name(), unpacker.number() - 1);
            int count = unpacker.count();
            List<Fold.InPhase> phases = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                phases.add(new Fold.InPhase(new RuleId(name()), phase()));
            }
            int past = unpacker.count();
            List<Fold.Ended> ended = new ArrayList<>(past);
            for (int i = 0; i < past; i++) {
                ended.add(new Fold.Ended(new RuleId(name()), episode()));
            }
            return new Fold(
                    lastEvent, lastFired, new Latest(points, values, times), heard, phases, ended);
        }

        private Phase phase() {
            long kind = unpacker.number();
            if (kind == 0) {
                return Phase.IDLE;
            }
            if (kind == 1) {
                long since = time();
                int count = unpacker.count();
                List<Long> readings = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    readings.add(time());
                }
                return new Phase.Pending(since, readings);
            }
            return new Phase.Raised(episode(), time());
        }

        private Episode episode() {
            return new Episode(time(), cause(), severity(), cause(), time(), cause());
        }

        private Severity severity() {
            return SEVERITIES.get(index(SEVERITIES.size(), "severity"));
        }

        private int index(int length, String what) {
            long index = unpacker.number();
            if (index < 0 || index >= length) {
                throw new IllegalArgumentException(
                        "a device state has an unknown " + what + " " + index);
            }
            return (int) index;
        }

        private Cause cause() {
            How how = HOWS.get(index(HOWS.size(), "cause"));
            if (how == How.NONE) {
                return Cause.NONE;
            }
            long since = time();
            String detail = name();
            int count = unpacker.count();
            List<Evidence> evidence = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                evidence.add(
                        new Evidence(new PointName(name()), value(), Instant.ofEpochMilli(time())));
            }
            return new Cause(how, since, detail, evidence);
        }

        private Sample sample() {
            long event = time();
            int sequence = (int) unpacker.number();
            String source = name();
            long served = unpacker.number() - 1;
            int size = unpacker.count();
            PointName[] points = new PointName[size];
            PointValue[] values = new PointValue[size];
            for (int i = 0; i < size; i++) {
                points[i] = new PointName(name());
                values[i] = value();
            }
            return new Sample(event, sequence, source, served, points, values);
        }

        private PointValue value() {
            long kind = unpacker.number();
            if (kind == 2) {
                return new PointValue.Text(unpacker.text());
            }
            if (kind == 3) {
                return new PointValue.Quantity(unpacker.signed() / THOUSANDTHS);
            }
            return kind == 4
                    ? new PointValue.Quantity(unpacker.decimal())
                    : new PointValue.Flag(kind == 1);
        }

        private Announced announced() {
            return new Announced(
                    new RuleId(name()),
                    time(),
                    (int) unpacker.number(),
                    unpacker.number(),
                    time(),
                    time(),
                    severity());
        }
    }
}
