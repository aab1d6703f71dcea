// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.intake;

import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.GatewayEvents;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.gateway.event.Input;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.Payload;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The path of a frame from an admitted device to the log. Thread-safe; never blocks.
 *
 * <p>It reads top-down: counted, checked, given room, given an id, appended, and only then called
 * kept. Nothing is decoded here: an acknowledgement never waits for a decoder.
 */
public final class Intake {
    private final FrameLog log;
    private final FrameIds ids;
    private final InFlight inFlight;
    private final GatewayEvents events;
    private final String gateway;
    private final Map<Input, String> sources = new ConcurrentHashMap<>();

    /**
     * Makes the path.
     *
     * @param gateway the gateway's name, as in its frame ids
     */
    public Intake(
            String gateway, FrameLog log, FrameIds ids, InFlight inFlight, GatewayEvents events) {
        this.gateway = gateway;
        this.log = log;
        this.ids = ids;
        this.inFlight = inFlight;
        this.events = events;
    }

    /**
     * Takes a frame.
     *
     * @param channel what the transport adds to the bytes; empty if nothing
     * @param payload the bytes, which are handed over
     * @param done called exactly once, on any thread, perhaps before this returns
     */
    public void take(
            Input input, DeviceId device, String channel, byte[] payload, Consumer<Outcome> done) {
        if (payload.length > Payload.MAX_LENGTH) {
            done.accept(refuse(input, device, IngestFault.TOO_LARGE));
            return;
        }
        if (!isValidChannel(channel)) {
            done.accept(refuse(input, device, IngestFault.CHANNEL_INVALID));
            return;
        }
        if (!inFlight.tryTake(payload.length)) {
            done.accept(refuse(input, device, IngestFault.GATEWAY_FULL));
            return;
        }
        events.emit(new GatewayEvent.FrameReceived(input));
        String source = sources.computeIfAbsent(input, this::sourceOf);
        Frame frame = new Frame(ids.next(), device, source, channel, Payload.wrap(payload));
        log.append(frame, result -> done.accept(outcome(input, frame, result)));
    }

    private String sourceOf(Input input) {
        return "/" + gateway + "/" + input.label();
    }

    private Outcome outcome(Input input, Frame frame, AppendResult result) {
        inFlight.release(frame.payload().length());
        return switch (result) {
            case AppendResult.Appended appended -> {
                events.emit(new GatewayEvent.FrameAppended(input));
                yield new Outcome.Kept(frame.id());
            }
            case AppendResult.Unavailable unavailable ->
                    refused(input, frame.device().value(), IngestFault.LOG_UNAVAILABLE);
        };
    }

    /** Counts a frame that is turned away before it comes to the log, for good or for now. */
    public Outcome refuse(Input input, DeviceId device, IngestFault fault) {
        return refuse(input, device.value(), fault);
    }

    /** Counts a frame whose sender is no device. */
    public Outcome refuse(Input input, String sender, IngestFault fault) {
        events.emit(new GatewayEvent.FrameReceived(input));
        return refused(input, sender, fault);
    }

    private Outcome refused(Input input, String sender, IngestFault fault) {
        events.emit(new GatewayEvent.FrameRefused(input, sender, fault));
        return new Outcome.Refused(fault);
    }

    private static boolean isValidChannel(String channel) {
        return channel.length() <= Frame.MAX_CHANNEL_LENGTH
                && channel.chars().noneMatch(Character::isISOControl);
    }
}
