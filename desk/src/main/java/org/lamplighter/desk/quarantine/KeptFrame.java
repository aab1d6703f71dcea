// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.quarantine;

import org.lamplighter.log.LogPosition;
import org.lamplighter.reading.Payload;

import java.time.Instant;
import java.util.Optional;

/**
 * A row of the quarantine.
 *
 * @param origin where the frame stands in {@code frames}
 * @param device its device
 * @param registeredProfile the profile that device has now; empty if it is not registered, or as a
 *     child, which sends no frames
 * @param frameId its frame id; empty if it is no frame, and then no replay tries it
 * @param source where it came in
 * @param channel what the transport added to it
 * @param payload its bytes, or the first of them where they are only shown
 * @param size how many they are
 * @param reason why it was not decoded when it was tried last
 * @param detail what was found then
 * @param state {@code kept}, {@code fresh} or {@code duplicate}
 * @param lastTry the last replay that tried it
 */
record KeptFrame(
        LogPosition origin,
        String device,
        String registeredProfile,
        String frameId,
        String source,
        String channel,
        Payload payload,
        int size,
        String reason,
        String detail,
        String state,
        Optional<Try> lastTry) {
    /**
     * A replay of one frame.
     *
     * @param at when
     * @param profile the profile in force then; empty if there was none
     * @param version its version
     */
    record Try(Instant at, String profile, long version) {}
}
