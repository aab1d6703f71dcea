// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

/** Takes what a lane puts out. For one thread. */
public interface LaneOutput {
    /** A record for a topic, in the lane's order. */
    void put(TopicRecord record);

    /**
     * Something to count.
     *
     * @param count how many times it happened
     * @param detail where and what, without payloads; may be empty
     */
    void notice(LaneNotice notice, int count, String detail);
}
