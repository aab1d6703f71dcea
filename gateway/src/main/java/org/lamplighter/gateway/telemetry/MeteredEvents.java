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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Counts every event and logs those that people need, each kind at most once in ten seconds.
 * Thread-safe. Metric tags come from enums and from the inputs there are, so their number is
 * bounded.
 */
public final class MeteredEvents implements GatewayEvents {
    private static final Logger LOG = LoggerFactory.getLogger("org.lamplighter.gateway");

    private final MeterRegistry meters;
    private final LongSupplier nanoClock;
    private final Map<Input, Counter> received = new ConcurrentHashMap<>();
    private final Map<Input, Counter> appended = new ConcurrentHashMap<>();
    private final Map<String, LogLimit> limits = new ConcurrentHashMap<>();

    public MeteredEvents(MeterRegistry meters, LongSupplier nanoClock) {
        this.meters = meters;
        this.nanoClock = nanoClock;
    }

    @Override
    public void emit(GatewayEvent event) {
        switch (event) {
            case GatewayEvent.FrameReceived it ->
                    received.computeIfAbsent(it.input(), input -> frames("received", input))
                            .increment();
            case GatewayEvent.FrameAppended it ->
                    appended.computeIfAbsent(it.input(), input -> frames("appended", input))
                            .increment();
            case GatewayEvent.FrameRefused it -> refused(it);
            case GatewayEvent.FrameRepeated it -> count("frames.repeated", it.input());
            case GatewayEvent.TransferDropped it -> count("transfers.dropped", it.input());
            case GatewayEvent.MessageDropped it -> messageDropped(it);
            case GatewayEvent.HandshakeFailed it -> count("handshakes.failed", it.input());
            case GatewayEvent.KeyUnusable it -> keyUnusable(it);
            case GatewayEvent.BridgeUp it -> bridgeUp(it);
            case GatewayEvent.BridgeSessionLost it -> sessionLost(it);
            case GatewayEvent.BridgeDown it -> bridgeDown(it);
            case GatewayEvent.ConnectionOpened it -> count("connections.opened", it.input());
            case GatewayEvent.ConnectionClosed it -> closed(it.input(), it.reason());
            case GatewayEvent.ConnectionRefused it -> refused(it);
            case GatewayEvent.ConnectionFaulted it -> faulted(it);
            case GatewayEvent.WillIgnored it -> counter("wills.ignored").increment();
            case GatewayEvent.ReadingPaused it -> count("reading.paused", it.input());
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
                                        .addKeyValue("sender", it.sender())
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

    private void messageDropped(GatewayEvent.MessageDropped it) {
        count("messages.dropped", it.input());
        limits.computeIfAbsent("dropped", key -> new LogLimit(nanoClock))
                .pass(
                        more ->
                                LOG.atWarn()
                                        .addKeyValue("input", it.input().label())
                                        .addKeyValue("more", more)
                                        .log("message dropped unread: too many wait"));
    }

    private void keyUnusable(GatewayEvent.KeyUnusable it) {
        counter("keys.unusable").increment();
        limits.computeIfAbsent("key", key -> new LogLimit(nanoClock))
                .pass(
                        more ->
                                LOG.atError()
                                        .addKeyValue("device", it.device())
                                        .addKeyValue("more", more)
                                        .log("device cannot connect by DTLS: {}", it.why()));
    }

    private void bridgeUp(GatewayEvent.BridgeUp it) {
        count("bridges.connected", it.input());
        LOG.atInfo().addKeyValue("input", it.input().label()).log("bridge is up");
    }

    private void sessionLost(GatewayEvent.BridgeSessionLost it) {
        count("bridges.sessions.lost", it.input());
        LOG.atWarn()
                .addKeyValue("input", it.input().label())
                .log(
                        "the broker has forgotten the bridge's session: what it kept for the bridge"
                                + " while it was away is lost");
    }

    private void bridgeDown(GatewayEvent.BridgeDown it) {
        count("bridges.disconnected", it.input());
        limits.computeIfAbsent("down " + it.input().label(), key -> new LogLimit(nanoClock))
                .pass(
                        more ->
                                LOG.atWarn()
                                        .addKeyValue("input", it.input().label())
                                        .addKeyValue("more", more)
                                        .log("bridge is down, it connects again: {}", it.why()));
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

    /** Shows the counters of an input from now on, at 0. */
    public void expect(Input input) {
        received.computeIfAbsent(input, each -> frames("received", each));
        appended.computeIfAbsent(input, each -> frames("appended", each));
    }

    private void count(String name, Input input) {
        counter(name, "input", input.label()).increment();
    }

    private Counter frames(String what, Input input) {
        return counter("frames." + what, "input", input.label());
    }

    private Counter counter(String name, String... tags) {
        return meters.counter("lamplighter.gateway." + name, tags);
    }
}
