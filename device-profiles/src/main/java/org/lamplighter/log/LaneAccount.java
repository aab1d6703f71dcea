// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What the detection job has done with the frames of one lane, from checkpointed state and so exact
 * over restarts: the value of the topic {@code accounts}, keyed by lane.
 *
 * <p>Every lane of a partition sees each of the partition's ticks and writes its account there, so
 * the accounts of all lanes at one offset add up to the partition's. Always {@code frames = decoded
 * + quarantined + pending} and {@code decoded = fresh + duplicates}.
 *
 * @param lane the lane
 * @param partition the partition of {@code frames} the lane belongs to
 * @param offset the offset up to which, exclusively, this account speaks
 * @param frames frames seen
 * @param decoded frames decoded
 * @param quarantined frames quarantined
 * @param pending frames held for their device or profile to become known
 * @param fresh decoded frames that were not seen before
 * @param duplicates decoded frames that were
 * @param readings readings of the fresh frames
 * @param replayedFrames frames taken out of quarantine by a replay
 * @param replayedReadings readings made by replays
 */
public record LaneAccount(
        int lane,
        int partition,
        long offset,
        long frames,
        long decoded,
        long quarantined,
        long pending,
        long fresh,
        long duplicates,
        long readings,
        long replayedFrames,
        long replayedReadings) {
    public byte[] toJson() {
        ObjectNode node = Json.object();
        node.put("lane", lane);
        node.put("partition", partition);
        node.put("offset", offset);
        node.put("frames", frames);
        node.put("decoded", decoded);
        node.put("quarantined", quarantined);
        node.put("pending", pending);
        node.put("fresh", fresh);
        node.put("duplicates", duplicates);
        node.put("readings", readings);
        node.put("replayedFrames", replayedFrames);
        node.put("replayedReadings", replayedReadings);
        return Json.bytes(node);
    }

    /**
     * Reads {@link #toJson()} back.
     *
     * @throws IllegalArgumentException if it is no account
     */
    public static LaneAccount parse(byte[] json) {
        JsonNode node = Json.parse(json, "lane account");
        return new LaneAccount(
                node.path("lane").asInt(),
                node.path("partition").asInt(),
                node.path("offset").asLong(),
                node.path("frames").asLong(),
                node.path("decoded").asLong(),
                node.path("quarantined").asLong(),
                node.path("pending").asLong(),
                node.path("fresh").asLong(),
                node.path("duplicates").asLong(),
                node.path("readings").asLong(),
                node.path("replayedFrames").asLong(),
                node.path("replayedReadings").asLong());
    }
}
