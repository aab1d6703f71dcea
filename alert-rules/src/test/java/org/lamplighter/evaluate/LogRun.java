// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmState;
import org.lamplighter.evaluate.RandomLogs.Entry;
import org.lamplighter.log.LoggedReading;
import org.lamplighter.reading.DeviceId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads a log through the evaluator, as a lane does. */
final class LogRun {
    private final Random chops;
    private final boolean chopped;
    private final Map<DeviceId, Subject> subjects = new HashMap<>();
    private final Map<DeviceId, DeviceState> states = new HashMap<>();
    private final Map<DeviceId, Instant> due = new HashMap<>();
    private final Map<DeviceId, List<AlarmEvent>> events = new HashMap<>();
    private ServedClocks clocks = new ServedClocks();

    private LogRun(boolean chopped, long seed) {
        this.chopped = chopped;
        this.chops = new Random(seed);
    }

    /** With nothing but what the log asks for. */
    static LogRun of(List<Entry> log) {
        return new LogRun(false, 0).read(log);
    }

    /** With needless calls in between, and everything kept taken to bytes and back at any time. */
    static LogRun chopped(List<Entry> log, long seed) {
        return new LogRun(true, seed).read(log);
    }

    private LogRun read(List<Entry> log) {
        for (Subject subject : RandomLogs.SUBJECTS) {
            subjects.put(subject.id(), subject);
            keep(
                    subject.id(),
                    Evaluator.DEFAULT.onRegistered(
                            subject, RandomLogs.BOOK, RandomLogs.START, clocks));
        }
        Instant before = RandomLogs.START;
        for (Entry record : log) {
            chop(before, record.logTime());
            before = record.logTime();
            switch (record) {
                case Entry.Ticked ticked -> {
                    clocks.onTick(ticked.tick(), ticked.logTime());
                    runDue(ticked.logTime());
                }
                case Entry.Fresh(LoggedReading reading, String source) -> {
                    DeviceId device = reading.reading().device();
                    keep(
                            device,
                            Evaluator.DEFAULT.onReading(
                                    state(device),
                                    subject(device),
                                    RandomLogs.BOOK,
                                    reading,
                                    source,
                                    clocks));
                }
                case Entry.Copy(LoggedReading reading, String source) -> {
                    DeviceId device = reading.reading().device();
                    keep(
                            device,
                            Evaluator.DEFAULT.onDuplicate(
                                    state(device),
                                    subject(device),
                                    RandomLogs.BOOK,
                                    reading,
                                    source,
                                    clocks));
                }
            }
        }
        return this;
    }

    private void chop(Instant from, Instant to) {
        if (!chopped) {
            return;
        }
        if (chops.nextInt(5) == 0) {
            clocks = ServedClocks.decode(clocks.encode());
        }
        if (chops.nextInt(7) == 0) {
            long between = to.toEpochMilli() - from.toEpochMilli();
            Instant at = from.plusMillis(between <= 0 ? 0 : chops.nextLong(between));
            for (DeviceId device : subjects.keySet()) {
                keep(
                        device,
                        Evaluator.DEFAULT.onTime(
                                state(device), subject(device), RandomLogs.BOOK, at, clocks));
            }
        }
    }

    private void runDue(Instant now) {
        for (DeviceId device : List.copyOf(due.keySet())) {
            if (!due.getOrDefault(device, Instant.MAX).isAfter(now)) {
                keep(
                        device,
                        Evaluator.DEFAULT.onTime(
                                state(device), subject(device), RandomLogs.BOOK, now, clocks));
            }
        }
    }

    private Subject subject(DeviceId device) {
        return java.util.Objects.requireNonNull(subjects.get(device));
    }

    private DeviceState state(DeviceId device) {
        DeviceState state = states.getOrDefault(device, DeviceState.EMPTY);
        return chopped && chops.nextBoolean()
                ? DeviceStateCodec.decode(DeviceStateCodec.encode(state))
                : state;
    }

    private void keep(DeviceId device, Transition transition) {
        states.put(device, transition.next());
        due.put(device, transition.nextDue());
        events.computeIfAbsent(device, first -> new ArrayList<>()).addAll(transition.effects());
    }

    Map<DeviceId, DeviceState> states() {
        return states;
    }

    /** What was announced of each device, in order. */
    Map<DeviceId, List<AlarmEvent>> events() {
        return events;
    }

    /** The alarms that stand at the end, as (rule, device, raised at, cleared at). */
    Set<String> settled() {
        Map<String, AlarmEvent> last = new HashMap<>();
        events.values()
                .forEach(
                        list ->
                                list.forEach(
                                        event -> {
                                            AlarmEvent former = last.put(event.id().value(), event);
                                            if (event.rev()
                                                    != (former == null ? 1 : former.rev() + 1)) {
                                                throw new IllegalStateException(
                                                        "revisions must be 1, 2, …: "
                                                                + former
                                                                + " then "
                                                                + event);
                                            }
                                        }));
        return last.values().stream()
                .filter(event -> !(event.state() instanceof AlarmState.Withdrawn))
                .map(
                        event ->
                                event.rule()
                                        + " "
                                        + event.device()
                                        + " "
                                        + switch (event.state()) {
                                            case AlarmState.Cleared cleared ->
                                                    cleared.raisedAt()
                                                            + " to "
                                                            + cleared.clearedAt();
                                            case AlarmState.Raised raised ->
                                                    raised.raisedAt() + " to now";
                                            case AlarmState.Withdrawn withdrawn -> "";
                                        })
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
