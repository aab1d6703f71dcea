// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.lamplighter.gateway.event.CloseReason;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.GatewayEvents;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.gateway.event.Input;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Counts every event and logs those that people need, each kind at most once in ten seconds.
 * Thread-safe. Metric tags come from enums only, so their number is bounded.
 */
public final class MeteredEvents implements GatewayEvents {
    private static final Logger LOG = LoggerFactory.getLogger("org.lamplighter.gateway");

    private final MeterRegistry meters;
    private final LongSupplier nanoClock;
    private final Map<Input, Counter> received = new EnumMap<>(Input.class);
    private final Map<Input, Counter> appended = new EnumMap<>(Input.class);
    private final Map<String, LogLimit> limits = new ConcurrentHashMap<>();

    public MeteredEvents(MeterRegistry meters, LongSupplier nanoClock) {
        this.meters = meters;
        this.nanoClock = nanoClock;
        for (Input input : Input.values()) {
            received.put(input, counter("frames.received", "input", input.label()));
            appended.put(input, counter("frames.appended", "input", input.label()));
        }
    }

    @Override
    public void emit(GatewayEvent event) {
        switch (event) {
            case GatewayEvent.FrameReceived it -> increment(received.get(it.input()));
            case GatewayEvent.FrameAppended it -> increment(appended.get(it.input()));
            case GatewayEvent.FrameRefused it -> refused(it);
            case GatewayEvent.ConnectionOpened it ->
                    counter("connections.opened", "input", it.input().label()).increment();
            case GatewayEvent.ConnectionClosed it -> closed(it.input(), it.reason());
            case GatewayEvent.ConnectionRefused it -> refused(it);
            case GatewayEvent.ConnectionFaulted it -> faulted(it);
            case GatewayEvent.WillIgnored it -> counter("wills.ignored").increment();
            case GatewayEvent.ReadingPaused it ->
                    counter("reading.paused", "input", it.input().label()).increment();
            case GatewayEvent.RegistryRecordSkipped it -> skipped(it);
            case GatewayEvent.TickDropped it -> tickDropped(it);
            case GatewayEvent.HandlerFailed it -> failed(it);
        }
    }

    private void refused(GatewayEvent.FrameRefused it) {
        counter("frames.refused", "input", it.input().label(), "reason", it.fault().label())
                .increment();
        limited("frame", it.fault())
                .pass(
                        more ->
                                LOG.atWarn()
                                        .addKeyValue("input", it.input().label())
                                        .addKeyValue("device", it.device())
                                        .addKeyValue("reason", it.fault().label())
                                        .addKeyValue("more", more)
                                        .log("frame refused: {}", it.fault().title()));
    }

    private void refused(GatewayEvent.ConnectionRefused it) {
        counter("connections.refused", "input", it.input().label(), "reason", it.fault().label())
                .increment();
        limited("connection", it.fault())
                .pass(
                        more ->
                                LOG.atWarn()
                                        .addKeyValue("input", it.input().label())
                                        .addKeyValue("address", it.address())
                                        .addKeyValue("reason", it.fault().label())
                                        .addKeyValue("more", more)
                                        .log("connection refused: {}", it.fault().title()));
    }

    private void faulted(GatewayEvent.ConnectionFaulted it) {
        counter("connections.faulted", "input", it.input().label(), "reason", it.fault().label())
                .increment();
        limited("faulted", it.fault())
                .pass(
                        more ->
                                LOG.atWarn()
                                        .addKeyValue("input", it.input().label())
                                        .addKeyValue("device", it.device())
                                        .addKeyValue("reason", it.fault().label())
                                        .addKeyValue("more", more)
                                        .log("connection ended: {}", it.fault().title()));
    }

    private void closed(Input input, CloseReason reason) {
        counter("connections.closed", "input", input.label(), "reason", reason.label()).increment();
    }

    private void skipped(GatewayEvent.RegistryRecordSkipped it) {
        counter("registry.records.skipped", "topic", it.topic()).increment();
        limits.computeIfAbsent("skipped " + it.topic(), key -> new LogLimit(nanoClock))
                .pass(
                        more ->
                                LOG.atError()
                                        .addKeyValue("topic", it.topic())
                                        .addKeyValue("key", it.key())
                                        .addKeyValue("more", more)
                                        .log("registry record skipped: {}", it.why()));
    }

    private void tickDropped(GatewayEvent.TickDropped it) {
        counter("ticks.dropped").increment();
        limits.computeIfAbsent("tick", key -> new LogLimit(nanoClock))
                .pass(
                        more ->
                                LOG.atWarn()
                                        .addKeyValue("partition", it.partition())
                                        .addKeyValue("more", more)
                                        .log("tick dropped: {}", it.why()));
    }

    private void failed(GatewayEvent.HandlerFailed it) {
        counter("handlers.failed", "input", it.input().label()).increment();
        limits.computeIfAbsent("failed", key -> new LogLimit(nanoClock))
                .pass(
                        more ->
                                LOG.atError()
                                        .addKeyValue("input", it.input().label())
                                        .addKeyValue("more", more)
                                        .setCause(it.cause())
                                        .log("a connection failed in the gateway"));
    }

    private LogLimit limited(String what, IngestFault fault) {
        return limits.computeIfAbsent(what + " " + fault.label(), key -> new LogLimit(nanoClock));
    }

    private static void increment(@org.jspecify.annotations.Nullable Counter counter) {
        if (counter != null) {
            counter.increment();
        }
    }

    private Counter counter(String name, String... tags) {
        return meters.counter("lamplighter.gateway." + name, tags);
    }
}
