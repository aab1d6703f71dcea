// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.tool;

import org.lamplighter.decode.Decoder;
import org.lamplighter.decode.Decoding;
import org.lamplighter.framing.Framed;
import org.lamplighter.framing.Framer;
import org.lamplighter.framing.Framing;
import org.lamplighter.profile.DeviceProfile;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.FrameId;
import org.lamplighter.reading.Payload;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What some bytes say by a profile, as {@code profile decode} tells it. Used by one thread.
 *
 * @param channel that of the frames; empty if they have none
 * @param receivedAt when they count as received
 * @param explained whether a table of all fields goes before what a frame says
 */
record FrameReport(DeviceProfile profile, String channel, Instant receivedAt, boolean explained) {
    private static final DeviceId ANY = new DeviceId("cli");

    /** Of a payload, or of a stream where the profile has a framing. */
    ToolResult of(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        boolean good =
                profile.framing()
                        .map(framing -> stream(framing, bytes, text))
                        .orElseGet(() -> frame(ANY, Payload.wrap(bytes), text));
        return good ? ToolResult.good(text.toString()) : ToolResult.faults(text.toString());
    }

    private boolean stream(Framing framing, byte[] bytes, StringBuilder text) {
        List<Framed> found = new ArrayList<>();
        Framer framer = framing.framer();
        framer.feed(bytes, 0, bytes.length, found::add);
        framer.end(found::add);
        boolean good = !found.isEmpty();
        for (Framed framed : found) {
            switch (framed) {
                case Framed.Whole(Payload frame) -> {
                    text.append(ReadingJson.write(framing, frame));
                    good &= frame(framing.identityOf(frame).orElse(ANY), frame, text);
                }
                case Framed.Discarded discarded -> {
                    text.append(ReadingJson.write(discarded));
                    good = false;
                }
                case Framed.GivenUp givenUp -> good = false;
            }
        }
        return good;
    }

    private boolean frame(DeviceId device, Payload payload, StringBuilder text) {
        Frame frame =
                new Frame(
                        new FrameId("cli", FrameId.firstCounterOf(receivedAt)),
                        device,
                        "/cli",
                        channel,
                        payload);
        Decoding decoding = Decoder.of(profile).decode(frame, 0);
        if (explained) {
            text.append(Explanation.table(profile, frame, decoding)).append('\n');
        }
        return switch (decoding) {
            case Decoding.Decoded decoded -> {
                text.append(ReadingJson.write(decoded, device, profile));
                yield true;
            }
            case Decoding.Undecodable undecodable -> {
                text.append(ReadingJson.write(undecodable));
                yield false;
            }
        };
    }
}
