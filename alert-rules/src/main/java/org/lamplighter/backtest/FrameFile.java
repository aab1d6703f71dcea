// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.backtest;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.lamplighter.cloudevent.Members;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.Payload;

import java.time.temporal.ChronoUnit;
import java.util.Base64;

/**
 * Reads the lines of {@code frames.jsonl}: {@code {"device", "receivedAt", "channel", "payload"}}.
 */
final class FrameFile {
    private FrameFile() {}

    /**
     * Reads one line.
     *
     * @throws IllegalArgumentException if it is none; the message names the member
     */
    static RecordedFrame parse(int number, String line) {
        Members frame = Members.parse(line.getBytes(UTF_8), "frame");
        String channel = frame.has("channel") ? frame.text("channel") : "";
        if (channel.length() > Frame.MAX_CHANNEL_LENGTH) {
            throw new IllegalArgumentException(
                    "frame.channel must have at most "
                            + Frame.MAX_CHANNEL_LENGTH
                            + " characters, not "
                            + channel.length());
        }
        return new RecordedFrame(
                number,
                frame.parsed("device", DeviceId::new),
                frame.instant("receivedAt").truncatedTo(ChronoUnit.MILLIS),
                channel,
                frame.parsed("payload", FrameFile::payload));
    }

    private static Payload payload(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (bytes.length > Payload.MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "must be at most " + Payload.MAX_LENGTH + " bytes, not " + bytes.length);
        }
        return Payload.wrap(bytes);
    }
}
