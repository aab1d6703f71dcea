// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.event;

import org.lamplighter.reading.DeviceId;

/**
 * One happening in the gateway. Emitting it both counts and, where people need it, logs it.
 *
 * <p>For frames, received = appended + refused + in flight holds at all times.
 */
public sealed interface GatewayEvent {
    /** A whole frame of an admitted device has arrived. */
    record FrameReceived(Input input) implements GatewayEvent {}

    /** A frame is in the log and may be acknowledged. */
    record FrameAppended(Input input) implements GatewayEvent {}

    /**
     * A frame was turned away, or the log failed to take it; it was not acknowledged.
     *
     * @param sender its device, or what a bridge was told instead of one
     */
    record FrameRefused(Input input, String sender, IngestFault fault) implements GatewayEvent {}

    /** A CoAP message came again whose frame is in the log or on its way there. */
    record FrameRepeated(Input input) implements GatewayEvent {}

    /** A block-wise transfer was given up by its sender, or had to make room for another. */
    record TransferDropped(Input input) implements GatewayEvent {}

    /** A CoAP message was dropped unread because too many waited; its sender sends it again. */
    record MessageDropped(Input input) implements GatewayEvent {}

    /** A DTLS handshake did not come to its end. */
    record HandshakeFailed(Input input) implements GatewayEvent {}

    /** A device's DTLS key could not be opened: the device cannot connect by DTLS. */
    record KeyUnusable(DeviceId device, String why) implements GatewayEvent {}

    /** A bridge is connected and subscribed. */
    record BridgeUp(Input input) implements GatewayEvent {}

    /** The broker had forgotten a bridge's session, and with it what it kept for the bridge. */
    record BridgeSessionLost(Input input) implements GatewayEvent {}

    /** A bridge lost its broker, or could not reach it; it tries again. */
    record BridgeDown(Input input, String why) implements GatewayEvent {}

    /** A connection was accepted by the listener. */
    record ConnectionOpened(Input input) implements GatewayEvent {}

    /** A connection ended. */
    record ConnectionClosed(Input input, CloseReason reason) implements GatewayEvent {}

    /**
     * A stranger, a muddled or a too early client was turned away.
     *
     * @param address where it came from
     */
    record ConnectionRefused(Input input, String address, IngestFault fault)
            implements GatewayEvent {}

    /** An accepted connection was ended for what it sent. */
    record ConnectionFaulted(Input input, DeviceId device, IngestFault fault)
            implements GatewayEvent {}

    /** A device's will was accepted and will never be published: there is nobody to read it. */
    record WillIgnored(DeviceId device) implements GatewayEvent {}

    /** Reading from a connection stopped until its frames are in the log. */
    record ReadingPaused(Input input) implements GatewayEvent {}

    /** A record of the registry's feed could not be used and was passed over. */
    record RegistryRecordSkipped(String topic, String key, String why) implements GatewayEvent {}

    /** A tick was not acknowledged in time; the log shows a gap there. */
    record TickDropped(int partition, String why) implements GatewayEvent {}

    /** A handler failed in a way nobody foresaw; the connection was closed. */
    record HandlerFailed(Input input, Throwable cause) implements GatewayEvent {}
}
