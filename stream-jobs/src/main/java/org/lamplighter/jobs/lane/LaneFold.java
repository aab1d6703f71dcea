// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.correlate.area.AreaRouting;
import org.lamplighter.decode.ProfileCatalog;
import org.lamplighter.detect.ChildSteps;
import org.lamplighter.detect.Detection;
import org.lamplighter.detect.Detection.Outcome;
import org.lamplighter.detect.DeviceDetector;
import org.lamplighter.evaluate.ServedTime;
import org.lamplighter.evaluate.Subject;
import org.lamplighter.log.Change;
import org.lamplighter.log.FrameRecords;
import org.lamplighter.log.Tick;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.Mark;
import org.lamplighter.registry.Device;
import org.lamplighter.rule.RuleBook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * One lane: a fold of its records, in the order of the log, over its cells. What it puts out is a
 * function of those records and of the registry it began with; no clock and no thread has a say.
 * Everything beside the cells is rebuilt from them, so a fold may be dropped after any record and
 * begun again from its cells.
 *
 * <p>Total: no record stops it. For one thread.
 */
public final class LaneFold {
    private static final DeviceDetector DETECTOR = DeviceDetector.DEFAULT;

    private final int lane;
    private final Supplier<RegistrySnapshot> seed;
    private final LaneHeader header;
    private final LaneCounters counters;
    private final ServedTime served;
    private final LaneDevices devices;
    private final PendingFrames pending;
    private boolean begun;

    /**
     * A fold that goes on from what the cells hold.
     *
     * @param compiled shared by the lanes of a thread
     * @param seed asked once if the cells hold nothing
     */
    public LaneFold(
            int lane, LaneCells cells, RegistryCache compiled, Supplier<RegistrySnapshot> seed) {
        this.lane = lane;
        this.seed = seed;
        this.header = new LaneHeader(cells.header(), compiled);
        this.counters = header.counters();
        this.served = header.clocks();
        this.devices = new LaneDevices(cells.devices());
        this.pending = new PendingFrames(cells.header());
        this.begun = header.begun();
    }

    /** Applies the next record of this lane. */
    public void apply(LogItem item, LaneOutput output) {
        LaneEmitter out = new LaneEmitter(item, output);
        counters.logMillis = Math.max(counters.logMillis, item.logMillis());
        if (!begun) {
            begin(out);
        }
        switch (item.kind()) {
            case FRAME -> onFrame(item, out);
            case TICK -> onTick(item, out);
            case CHANGE -> onChange(item, out);
            case FOREIGN ->
                    onForeign(
                            item, "its header ce_type names no kind of record of this topic", out);
        }
    }

    /**
     * Brings the lane's cells up to date. In between they may be older than what was applied, so
     * whoever takes them away calls this first.
     */
    public void save() {
        devices.save();
        header.saveCounters();
    }

    private Instant now() {
        return Instant.ofEpochMilli(counters.logMillis);
    }

    private ProfileCatalog profiles() {
        return header.registry().profiles();
    }

    private RuleBook rules() {
        return header.registry().rules();
    }

    // ---- the beginning

    private void begin(LaneEmitter out) {
        RegistrySnapshot snapshot = seed.get();
        snapshot.shared().forEach(header::apply);
        snapshot.devicesOf(lane).forEach(change -> onDeviceChange(change, out));
        begun = true;
    }

    // ---- frames

    private void onFrame(LogItem item, LaneEmitter out) {
        Frame frame;
        try {
            frame = parse(item);
        } catch (IllegalArgumentException e) {
            onForeign(item, String.valueOf(e.getMessage()), out);
            return;
        }
        counters.frames++;
        Optional<DeviceEntry> known = devices.find(item.key(), profiles());
        if (known.isPresent() && known.get().registered().sends()) {
            Subject subject = known.get().registered().subject().orElseThrow();
            detect(item, frame, known.get(), subject, out);
        } else {
            counters.pending++;
            pending.add(item);
            while (pending.isOverfull()) {
                out.notice(LaneNotice.PENDING_OVERFLOW, 1, "");
                giveUp(pending.removeOldest(), out);
            }
        }
    }

    private void onForeign(LogItem item, String detail, LaneEmitter out) {
        counters.frames++;
        counters.quarantined++;
        out.quarantinedForeign(item, detail);
    }

    private void detect(
            LogItem item, Frame frame, DeviceEntry entry, Subject subject, LaneEmitter out) {
        ProfileCatalog.Entry profile =
                profiles().find(entry.registered().device().profile()).orElseThrow();
        Detection detection;
        ChildSteps children;
        try {
            detection =
                    DETECTOR.onFrame(
                            entry.state(),
                            subject,
                            rules(),
                            profile,
                            frame,
                            item.position(),
                            served);
            children =
                    ChildSteps.of(
                            DETECTOR,
                            frame.device(),
                            detection,
                            child -> devices.find(child, profiles()).map(DeviceEntry::known),
                            new ChildSteps.Context(
                                    rules(), frame.source(), item.position(), served));
        } catch (RuntimeException bug) {
            // nothing has changed: a step is pure, and only its whole result is kept
            out.notice(LaneNotice.DETECTOR_FAILED, 1, bug.toString());
            quarantine(item, frame, DecodeFault.DECODER_FAILED, bug.getClass().getName(), out);
            return;
        }
        switch (detection.outcome()) {
            case Outcome.Fresh fresh -> counters.fresh++;
            case Outcome.Duplicate duplicate -> counters.duplicates++;
            case Outcome.Undecodable undecodable -> {
                quarantine(item, frame, undecodable.fault(), undecodable.detail(), out);
                return;
            }
            case Outcome.NoFrame none ->
                    throw new IllegalStateException("a frame gave the outcome of none");
        }
        counters.decoded++;
        counters.readings += detection.readings().size();
        devices.put(item.key(), entry.with(detection.next()));
        announce(detection, subject, out);
        for (ChildSteps.Step child : children.steps()) {
            counters.readings += child.detection().readings().size();
            String id = child.subject().id().value();
            DeviceEntry before = devices.find(id, profiles()).orElseThrow();
            devices.put(id, before.with(child.detection().next()));
            announce(child.detection(), child.subject(), out);
        }
        out.notice(LaneNotice.CHILD_LEFT_OUT, children.leftOut(), children.detail());
    }

    private void announce(Detection detection, Subject subject, LaneEmitter out) {
        detection.readings().forEach(reading -> out.reading(reading, subject.device().home()));
        for (AlarmEvent alarm : detection.alarms()) {
            out.alarm(alarm);
            AreaRouting.ofAlarm(rules(), subject, alarm).forEach(out::tell);
        }
        long suspect =
                detection.readings().stream()
                        .filter(logged -> logged.reading().marks().contains(Mark.CLOCK_SUSPECT))
                        .count();
        out.notice(LaneNotice.CLOCK_SUSPECT, (int) suspect, "");
        out.notice(LaneNotice.LATE, detection.counts().late(), "");
        out.notice(LaneNotice.IGNORED_MEMBERS, detection.counts().ignoredMembers(), "");
        out.notice(LaneNotice.IDENTITIES_FORGOTTEN, detection.counts().forgotten(), "");
        out.notice(LaneNotice.FOLDED_EARLY, detection.counts().foldedEarly(), "");
    }

    private void quarantine(
            LogItem item, Frame frame, DecodeFault fault, String detail, LaneEmitter out) {
        counters.quarantined++;
        out.quarantined(frame, item.position(), fault, detail);
    }

    private static Frame parse(LogItem item) {
        return FrameRecords.parse(
                item.key(),
                Map.of(
                        FrameRecords.ID, item.id(),
                        FrameRecords.SOURCE, item.source(),
                        FrameRecords.CHANNEL, item.channel()),
                item.value().toByteArray());
    }

    // ---- frames that wait

    private void giveUp(LogItem waiting, LaneEmitter out) {
        counters.pending--;
        // a child sends no frames: who does so under its name is unknown
        Optional<DeviceEntry> known =
                devices.find(waiting.key(), profiles())
                        .filter(entry -> entry.registered().device().parent().isEmpty());
        DecodeFault fault =
                known.isPresent() ? DecodeFault.UNKNOWN_PROFILE : DecodeFault.UNKNOWN_DEVICE;
        String detail =
                known.map(
                                entry ->
                                        "device "
                                                + waiting.key()
                                                + " has the profile "
                                                + entry.registered().device().profile()
                                                + ", which the registry does not know")
                        .orElse("the registry knows no device " + waiting.key());
        quarantine(waiting, parse(waiting), fault, detail, out);
    }

    private void release(String device, LaneEmitter out) {
        for (LogItem waiting : pending.remove(frame -> frame.key().equals(device))) {
            counters.pending--;
            DeviceEntry entry = devices.find(device, profiles()).orElseThrow();
            detect(waiting, parse(waiting), entry, entry.registered().subject().orElseThrow(), out);
        }
    }

    // ---- ticks

    private void onTick(LogItem item, LaneEmitter out) {
        try {
            header.apply(Tick.parse(item.value().toByteArray()));
        } catch (IllegalArgumentException e) {
            noticeOnce(LaneNotice.UNREADABLE_TICK, e, out);
        }
        runDue(out);
        long tooOld = counters.logMillis - PendingFrames.MAX_WAIT_MILLIS;
        Predicate<LogItem> expired = frame -> frame.logMillis() <= tooOld;
        pending.remove(expired).forEach(frame -> giveUp(frame, out));
        if (counters.accountDue()) {
            out.account(counters.account(lane, item.offset() + 1));
        }
    }

    private void runDue(LaneEmitter out) {
        for (Optional<String> due = devices.pollDue(now());
                due.isPresent();
                due = devices.pollDue(now())) {
            String device = due.get();
            DeviceEntry entry = devices.find(device, profiles()).orElseThrow();
            entry.registered()
                    .subject()
                    .ifPresent(
                            subject ->
                                    step(
                                            device,
                                            entry,
                                            subject,
                                            () ->
                                                    DETECTOR.onTime(
                                                            entry.state(),
                                                            subject,
                                                            rules(),
                                                            now(),
                                                            served),
                                            out));
        }
    }

    /** Takes a step of one device that no frame caused, and keeps its result. */
    private void step(
            String device,
            DeviceEntry entry,
            Subject subject,
            Supplier<Detection> work,
            LaneEmitter out) {
        try {
            Detection detection = work.get();
            announce(detection, subject, out);
            // what is still due now would be asked for ever while log time stands
            Instant later = now().plusMillis(1);
            Instant due = detection.next().nextDue();
            devices.put(device, entry.with(detection.next()), due.isAfter(later) ? due : later);
        } catch (RuntimeException bug) {
            out.notice(LaneNotice.DETECTOR_FAILED, 1, "device " + device + ": " + bug);
            devices.put(device, entry, Instant.MAX);
        }
    }

    // ---- changes of the registry

    private void onChange(LogItem item, LaneEmitter out) {
        Change change;
        try {
            change = Change.parse(item.value().toByteArray());
        } catch (IllegalArgumentException e) {
            noticeOnce(LaneNotice.UNREADABLE_CHANGE, e, out);
            return;
        }
        switch (change.kind()) {
            case DEVICE -> onDeviceChange(change, out);
            case PROFILE, RULES -> onSharedChange(change, out);
            case MUTE -> {} // nothing in a lane is muted yet: the desk shows mutes
        }
    }

    private void onDeviceChange(Change change, LaneEmitter out) {
        Optional<DeviceEntry> held = devices.find(change.key(), profiles());
        if (held.isPresent() && held.get().registered().version() >= change.version()) {
            return;
        }
        switch (change.effect()) {
            case Change.Effect.Delete delete ->
                    held.ifPresent(entry -> removeDevice(change.key(), entry, out));
            case Change.Effect.Put put -> {
                try {
                    Registered next =
                            Registered.of(change.version(), Device.parse(put.body()), profiles());
                    move(change.key(), held, next, rules(), out);
                    if (next.sends()) {
                        release(change.key(), out);
                    }
                } catch (IllegalArgumentException e) {
                    out.notice(LaneNotice.UNREADABLE_CHANGE, 1, String.valueOf(e.getMessage()));
                }
            }
        }
    }

    private void onSharedChange(Change change, LaneEmitter out) {
        RegistryInForce before = header.registry();
        RegistryInForce after = header.apply(change);
        if (after == before) {
            return;
        }
        if (isFirstLane()) {
            after.faults().forEach(fault -> out.notice(LaneNotice.FAULTY_EDITION, 1, fault));
        }
        List<String> senders = new ArrayList<>();
        for (String device : devices.all()) {
            DeviceEntry entry = devices.find(device, before.profiles()).orElseThrow();
            Registered registered = entry.registered();
            boolean concerned =
                    change.kind() == Change.Kind.RULES
                            || registered.device().profile().equals(change.key());
            if (concerned) {
                Registered next =
                        change.kind() == Change.Kind.RULES
                                ? registered
                                : registered.under(after.profiles());
                move(device, Optional.of(entry), next, before.rules(), out);
                if (next.sends()) {
                    senders.add(device);
                }
            }
        }
        // only now: what a frame tells of others must find them as they are by this change
        senders.forEach(device -> release(device, out));
    }

    /**
     * Brings a device from what it was, under the rules that were, to what it is, under the rules
     * that are.
     */
    private void move(
            String device,
            Optional<DeviceEntry> held,
            Registered next,
            RuleBook rulesBefore,
            LaneEmitter out) {
        DeviceEntry entry =
                held.map(known -> known.with(next)).orElseGet(() -> DeviceEntry.begun(next));
        Optional<Subject> before = held.flatMap(known -> known.registered().subject());
        Optional<Subject> after = next.subject();
        if (before.isPresent() && after.isPresent()) {
            step(
                    device,
                    entry,
                    after.get(),
                    () ->
                            DETECTOR.onChange(
                                    entry.state(),
                                    before.get(),
                                    rulesBefore,
                                    after.get(),
                                    rules(),
                                    now(),
                                    served),
                    out);
        } else if (after.isPresent()) {
            step(
                    device,
                    entry,
                    after.get(),
                    () -> DETECTOR.onRegistered(after.get(), rules(), now(), served),
                    out);
        } else if (before.isPresent()) {
            step(
                    device,
                    entry,
                    before.get(),
                    () ->
                            DETECTOR.onRemoved(
                                    entry.state(), before.get(), rulesBefore, now(), served),
                    out);
        } else {
            devices.put(device, entry);
        }
        AreaRouting.ofChange(rulesBefore, before, rules(), after, now()).forEach(out::tell);
    }

    private void removeDevice(String device, DeviceEntry entry, LaneEmitter out) {
        entry.registered()
                .subject()
                .ifPresent(
                        subject ->
                                step(
                                        device,
                                        entry,
                                        subject,
                                        () ->
                                                DETECTOR.onRemoved(
                                                        entry.state(),
                                                        subject,
                                                        rules(),
                                                        now(),
                                                        served),
                                        out));
        devices.remove(device);
        AreaRouting.ofChange(
                        rules(), entry.registered().subject(), rules(), Optional.empty(), now())
                .forEach(out::tell);
    }

    // ---- notices

    /** For what all lanes of a partition meet alike: the first says so. */
    private void noticeOnce(LaneNotice notice, IllegalArgumentException why, LaneEmitter out) {
        if (isFirstLane()) {
            out.notice(notice, 1, String.valueOf(why.getMessage()));
        }
    }

    private boolean isFirstLane() {
        return lane == Lane.first(Lane.partitionOf(lane));
    }
}
