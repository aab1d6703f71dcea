// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.scenario;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.evaluate.DeviceState;
import org.lamplighter.evaluate.DeviceStateCodec;
import org.lamplighter.evaluate.Evaluator;
import org.lamplighter.evaluate.ServedClocks;
import org.lamplighter.evaluate.Subject;
import org.lamplighter.evaluate.Transition;
import org.lamplighter.evaluate.Verdict;
import org.lamplighter.log.LoggedReading;
import org.lamplighter.log.Tick;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.rule.RuleBook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The evaluator with a simulated log around it: time passes in ticks of one second, timers of quiet
 * devices run on them, readings come in the order they are given. Every state is taken to bytes and
 * back between two steps, as in the jobs.
 *
 * <p>Not safe to share between threads.
 */
public final class Rig {
    /** The gateway and input that hear the devices unless told otherwise. */
    public static final String SOURCE = "/gw1/mqtt";

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Evaluator evaluator;
    private final ServedClocks clocks = new ServedClocks();
    private final SortedMap<String, List<String>> inputsUp = new TreeMap<>();
    private final Map<DeviceId, Subject> subjects = new HashMap<>();
    private final Map<DeviceId, byte[]> states = new HashMap<>();
    private final SortedMap<DeviceId, Instant> due = new TreeMap<>();
    private final List<AlarmEvent> events = new ArrayList<>();
    private RuleBook book;
    private Instant now;

    /** A rig at a log time, with one gateway whose MQTT input is up. */
    public Rig(Evaluator evaluator, RuleBook book, Instant start) {
        this.evaluator = evaluator;
        this.book = book;
        this.now = start;
        setInputs("gw1", List.of("mqtt"));
        tick();
    }

    /** What has been announced so far, in order. */
    public List<AlarmEvent> events() {
        return List.copyOf(events);
    }

    /** The log time. */
    public Instant now() {
        return now;
    }

    /** Which inputs of a gateway tick from now on; none is an outage. */
    public void setInputs(String gateway, List<String> inputs) {
        inputsUp.put(gateway, List.copyOf(inputs));
    }

    /** Makes a device known. */
    public void register(Subject subject) {
        subjects.put(subject.id(), subject);
        keep(subject.id(), evaluator.onRegistered(subject, book, now, clocks));
    }

    /** Puts other rules in force. */
    public void change(RuleBook next) {
        RuleBook former = book;
        book = next;
        for (Subject subject : List.copyOf(subjects.values())) {
            keep(
                    subject.id(),
                    evaluator.onChange(
                            state(subject.id()), subject, former, subject, next, now, clocks));
        }
    }

    /** Changes a device. */
    public void change(Subject subject) {
        Subject former = subjects.put(subject.id(), subject);
        if (former == null) {
            throw new IllegalArgumentException(subject.id() + " is not registered");
        }
        keep(
                subject.id(),
                evaluator.onChange(state(subject.id()), former, book, subject, book, now, clocks));
    }

    /** Removes a device. */
    public void remove(DeviceId device) {
        keep(device, evaluator.onRemoved(state(device), require(device), book, now, clocks));
        subjects.remove(device);
    }

    /** Takes in a reading whose log time is not before {@link #now}; time passes up to there. */
    public Verdict read(LoggedReading reading, String source) {
        advanceTo(reading.position().logTime());
        DeviceId device = reading.reading().device();
        return keep(
                device,
                evaluator.onReading(state(device), require(device), book, reading, source, clocks));
    }

    /** Takes in a copy of a reading. */
    public void repeat(LoggedReading reading, String source) {
        advanceTo(reading.position().logTime());
        DeviceId device = reading.reading().device();
        keep(
                device,
                evaluator.onDuplicate(
                        state(device), require(device), book, reading, source, clocks));
    }

    /** Lets time pass, second by second. */
    public void advanceTo(Instant time) {
        for (Instant next = now.plus(SECOND); !next.isAfter(time); next = next.plus(SECOND)) {
            now = next;
            tick();
        }
        now = time.isAfter(now) ? time : now;
    }

    private void tick() {
        inputsUp.forEach(
                (gateway, inputs) -> {
                    if (!inputs.isEmpty()) {
                        clocks.onTick(new Tick(gateway, inputs), now);
                    }
                });
        for (DeviceId device : List.copyOf(due.keySet())) {
            Instant at = due.get(device);
            if (at != null && !at.isAfter(now)) {
                keep(device, evaluator.onTime(state(device), require(device), book, now, clocks));
            }
        }
    }

    private Subject require(DeviceId device) {
        Subject subject = subjects.get(device);
        if (subject == null) {
            throw new IllegalArgumentException(device + " is not registered");
        }
        return subject;
    }

    private DeviceState state(DeviceId device) {
        byte[] bytes = states.get(device);
        return bytes == null ? DeviceState.EMPTY : DeviceStateCodec.decode(bytes);
    }

    private Verdict keep(DeviceId device, Transition transition) {
        states.put(device, DeviceStateCodec.encode(transition.next()));
        if (transition.nextDue().equals(Instant.MAX)) {
            due.remove(device);
        } else {
            due.put(device, transition.nextDue());
        }
        events.addAll(transition.effects());
        return transition.verdict();
    }
}
