// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.backtest;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmId;
import org.lamplighter.cases.Case;
import org.lamplighter.correlate.area.AreaRouting;
import org.lamplighter.decode.ProfileCatalog;
import org.lamplighter.detect.ChildSteps;
import org.lamplighter.detect.Detection;
import org.lamplighter.detect.Detection.Outcome;
import org.lamplighter.detect.DetectorState;
import org.lamplighter.detect.DeviceDetector;
import org.lamplighter.evaluate.Subject;
import org.lamplighter.log.LogPosition;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.FrameId;
import org.lamplighter.registry.Device;
import org.lamplighter.registry.Location;
import org.lamplighter.trouble.Scope;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One run over recorded frames: what is due runs at its time, between the frames, so the lines come
 * in the order of log time. The same input gives the same lines. Used once, by one thread.
 */
final class Rehearsal {
    private static final String GATEWAY = "backtest";
    private static final String SOURCE = "/" + GATEWAY + "/file";
    private static final DeviceDetector DETECTOR = DeviceDetector.DEFAULT;

    private final RehearsalInput input;
    private final Consumer<ObjectNode> lines;
    private final Map<String, Watched> watched = new HashMap<>();
    private final DueTimes devicesDue = new DueTimes();
    private final Casework casework =
            new Casework(this::placeOf, event -> write(EventLine.of(event)));
    private final Set<AlarmId> announced = new HashSet<>();
    private final Tally tally = new Tally();
    private final SteadyTime served;
    private long lastCounter;
    private long offset;

    /** A device with what is kept about it. */
    private record Watched(Subject subject, ProfileCatalog.Entry profile, DetectorState state) {
        ChildSteps.Known known() {
            return new ChildSteps.Known(subject.device(), Optional.of(subject), state);
        }

        Watched with(DetectorState next) {
            return new Watched(subject, profile, next);
        }
    }

    Rehearsal(RehearsalInput input, Consumer<ObjectNode> lines) {
        this.input = input;
        this.lines = lines;
        this.served = new SteadyTime(input.start());
    }

    Tally run() {
        input.devices().forEach(this::register);
        for (RecordedFrame frame : input.frames()) {
            if (frame.receivedAt().isAfter(input.until())) {
                break;
            }
            advance(frame.receivedAt());
            receive(frame);
        }
        advance(input.until());
        return tally;
    }

    private void register(Device device) {
        ProfileCatalog.Entry profile = input.profiles().find(device.profile()).orElseThrow();
        Subject subject = DeviceDetector.subjectOf(device, profile);
        Detection detection = DETECTOR.onRegistered(subject, input.rules(), input.start(), served);
        keep(new Watched(subject, profile, DetectorState.EMPTY), detection);
        AreaRouting.ofChange(
                        input.rules(),
                        Optional.empty(),
                        input.rules(),
                        Optional.of(subject),
                        input.start())
                .forEach(casework::onArea);
    }

    private void receive(RecordedFrame recorded) {
        Watched device = watched.get(recorded.device().value());
        if (device == null) {
            quarantine(recorded, DecodeFault.UNKNOWN_DEVICE, "the file of devices has no such id");
            return;
        }
        if (device.subject().device().parent().isPresent()) {
            quarantine(recorded, DecodeFault.UNKNOWN_DEVICE, "a child sends no frames itself");
            return;
        }
        lastCounter = Math.max(lastCounter + 1, FrameId.firstCounterOf(recorded.receivedAt()));
        Frame frame =
                new Frame(
                        new FrameId(GATEWAY, lastCounter),
                        recorded.device(),
                        SOURCE,
                        recorded.channel(),
                        recorded.payload());
        LogPosition position = new LogPosition(0, offset++, recorded.receivedAt());
        Detection detection =
                DETECTOR.onFrame(
                        device.state(),
                        device.subject(),
                        input.rules(),
                        device.profile(),
                        frame,
                        position,
                        served);
        switch (detection.outcome()) {
            case Outcome.Fresh fresh -> tally.fresh(detection.counts().late());
            case Outcome.Duplicate duplicate -> tally.duplicate();
            case Outcome.Undecodable undecodable ->
                    quarantine(recorded, undecodable.fault(), undecodable.detail());
            case Outcome.NoFrame none -> throw new IllegalStateException("a frame was none");
        }
        ChildSteps children =
                ChildSteps.of(
                        DETECTOR,
                        recorded.device(),
                        detection,
                        child -> Optional.ofNullable(watched.get(child)).map(Watched::known),
                        new ChildSteps.Context(input.rules(), SOURCE, position, served));
        keep(device, detection);
        for (ChildSteps.Step child : children.steps()) {
            tally.late(child.detection().counts().late());
            keep(requireNonNull(watched.get(child.subject().id().value())), child.detection());
        }
        tally.leftOut(children.leftOut());
    }

    private void quarantine(RecordedFrame frame, DecodeFault fault, String detail) {
        tally.quarantined();
        write(EventLine.quarantined(frame, fault, detail));
    }

    /** Runs what is due at or before {@code to}, devices before scopes at one time. */
    private void advance(Instant to) {
        while (true) {
            Instant device = devicesDue.next();
            Instant scope = casework.nextDue();
            boolean deviceFirst = !device.isAfter(scope);
            Instant due = deviceFirst ? device : scope;
            if (due.equals(Instant.MAX) || due.isAfter(to)) {
                served.advance(to);
                return;
            }
            served.advance(due);
            if (deviceFirst) {
                Watched waking = watched.get(devicesDue.take());
                if (waking != null) {
                    keep(
                            waking,
                            DETECTOR.onTime(
                                    waking.state(), waking.subject(), input.rules(), due, served));
                }
            } else {
                casework.onDue();
            }
        }
    }

    private void keep(Watched device, Detection detection) {
        DeviceId id = device.subject().id();
        watched.put(id.value(), device.with(detection.next()));
        devicesDue.set(id.value(), detection.next().nextDue());
        detection.alarms().forEach(alarm -> raise(alarm, device.subject()));
    }

    private void raise(AlarmEvent alarm, Subject subject) {
        write(EventLine.of(alarm, !announced.add(alarm.id())));
        casework.onAlarm(alarm, AreaRouting.ofAlarm(input.rules(), subject, alarm));
    }

    private Case.Place placeOf(Scope scope) {
        return switch (scope) {
            case Scope.OfDevice(DeviceId id) -> {
                Watched device = watched.get(id.value());
                Location location =
                        device == null
                                ? new Location.Unknown()
                                : device.subject().device().location();
                yield new Case.Place(location, "");
            }
            case Scope.OfArea area -> Case.Place.UNKNOWN;
        };
    }

    private void write(ObjectNode line) {
        tally.event(line.path("event").asText());
        lines.accept(line);
    }
}
